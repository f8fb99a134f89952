package io.otalite.local.rotation;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a rotation line by line as it goes on: each time it is shown one, it says what is new. A problem is told when it appears and when
 * it is over, not each time it is seen. Times are those of the clock's zone.
 */
public final class RotationStory {
    private static final String INDENTED = "                       ";

    private final PrintWriter out;
    private final Clock clock;
    private final DateTimeFormatter time;
    private int told;
    private Optional<String> problem = Optional.empty();
    private final Map<String, SeenRestart> restarts = new HashMap<>();
    private final List<Line> pending = new ArrayList<>();

    private record Line(Instant at, String label, String text, List<String> evidence) {}

    public RotationStory(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(clock.getZone());
    }

    /** What it is going to do. */
    void plan(SeenRotation rotation) {
        out.println(rotation.id());
        rotation.plan().lines().forEach(out::println);
        out.println();
        out.flush();
    }

    /** What it and its workloads did since it was told last, in the order in which it happened. */
    void tell(SeenRotation rotation) {
        var news = !problem.equals(rotation.problem());
        if (news) {
            problem.ifPresent(over -> now("", "over: " + over));
        }
        var history = rotation.history();
        var first = rotation.omitted();
        if (told < first) {
            now("", "%d lines of its history are left out here".formatted(first - told));
            told = first;
        }
        for (; told < first + history.size(); told++) {
            var line = history.get(told - first);
            tellRestartsUntil(line.at());
            print(new Line(line.at(), line.state(), line.text(), line.evidence()));
        }
        tellRestartsUntil(Instant.MAX);
        if (news) {
            rotation.problem().ifPresent(text -> now("PROBLEM", text));
            problem = rotation.problem();
        }
        out.flush();
    }

    private void tellRestartsUntil(Instant end) {
        while (!pending.isEmpty() && !pending.getFirst().at().isAfter(end)) {
            print(pending.removeFirst());
        }
    }

    /** Keeps what is new about the workloads for the next {@link #tell}. @param rotation under which they are restarted */
    void restarts(String rotation, List<SeenRestart> tasks) {
        for (var task : tasks) {
            var before = restarts.put(rotation + ' ' + task.workload(), task);
            if (before == null
                    || !before.state().equals(task.state())
                    || !before.awaited().equals(task.awaited())) {
                var text = "%s %s%s".formatted(task.workload(), task.state(), why(task));
                pending.add(new Line(task.updated(), "", text, added(before, task)));
            }
        }
        pending.sort(Comparator.comparing(Line::at));
    }

    private static String why(SeenRestart task) {
        var why = task.reason().isEmpty() ? task.awaited() : task.reason();
        return why.isEmpty() ? "" : ": " + why;
    }

    private static List<String> added(SeenRestart before, SeenRestart task) {
        var known = before == null
                ? 0
                : Math.min(before.evidence().size(), task.evidence().size());
        return task.evidence().subList(known, task.evidence().size());
    }

    void unanswered(String why) {
        now("", why + "; asking again");
        out.flush();
    }

    /** How it ended. */
    void end(SeenRotation rotation) {
        out.println();
        var reason = rotation.reason().map(text -> ": " + text).orElse("");
        var key = rotation.newKeyId().map(id -> ", on " + id).orElse("");
        out.println(rotation.id() + " is " + rotation.state() + (rotation.done() ? key : reason));
        out.flush();
    }

    private void now(String label, String text) {
        print(new Line(clock.instant(), label, text, List.of()));
    }

    private void print(Line line) {
        out.printf("%s  %-12s %s%n", time.format(line.at()), line.label(), line.text());
        line.evidence().forEach(evidence -> out.println(INDENTED + "- " + evidence));
    }
}
