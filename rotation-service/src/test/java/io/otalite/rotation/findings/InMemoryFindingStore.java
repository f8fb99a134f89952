package io.otalite.rotation.findings;

import io.otalite.events.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings in memory, with the events that they caused; it can be away. */
public final class InMemoryFindingStore implements FindingStore {
    private final Map<String, OpenFinding> open = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private boolean away;
    private String refused = "";

    @Override
    public synchronized List<OpenFinding> open() {
        requireThere();
        return List.copyOf(open.values());
    }

    @Override
    public synchronized void record(Collection<Finding> raised, Collection<String> cleared, Instant now) {
        requireThere();
        if (raised.stream().anyMatch(finding -> finding.workload().name().equals(refused))) {
            throw new FindingsUnavailableException(new IllegalStateException("refused by the test"));
        }
        for (var id : cleared) {
            var finding = open.remove(id);
            if (finding != null) {
                events.add(FindingEvents.cleared(finding, now));
            }
        }
        for (var finding : raised) {
            var before = open.get(finding.id());
            if (before == null || !before.says(finding)) {
                var since = before == null ? finding.since() : before.since();
                open.put(finding.id(), since(finding.opened(), since));
                events.add(FindingEvents.raised(finding, since));
            }
        }
    }

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** From now on, whatever holds a finding of a workload of this name is refused. */
    public synchronized void refuse(String workload) {
        refused = workload;
    }

    public synchronized void away(boolean now) {
        away = now;
    }

    private void requireThere() {
        if (away) {
            throw new FindingsUnavailableException(new IllegalStateException("switched off by the test"));
        }
    }

    private static OpenFinding since(OpenFinding finding, Instant since) {
        return new OpenFinding(
                finding.id(),
                finding.workload(),
                finding.identity(),
                finding.revision(),
                finding.path(),
                finding.target(),
                finding.verdict(),
                finding.cause(),
                finding.message(),
                finding.fix(),
                since);
    }
}
