package io.otalite.local.rotation;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
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

    /** What it did since it was told last. */
    void tell(SeenRotation rotation) {
        var news = !problem.equals(rotation.problem());
        if (news) {
            problem.ifPresent(over -> now("", "over: " + over, List.of()));
        }
        var history = rotation.history();
        var first = rotation.omitted();
        if (told < first) {
            now("", "%d lines of its history are left out here".formatted(first - told), List.of());
            told = first;
        }
        for (; told < first + history.size(); told++) {
            var line = history.get(told - first);
            line(line.at(), line.state(), line.text(), line.evidence());
        }
        if (news) {
            rotation.problem().ifPresent(text -> now("PROBLEM", text, List.of()));
            problem = rotation.problem();
        }
        out.flush();
    }

    /** What is new about the workloads. @param rotation under which they are restarted */
    void restarts(String rotation, List<SeenRestart> tasks) {
        for (var task : tasks) {
            var before = restarts.put(rotation + ' ' + task.workload(), task);
            if (before == null
                    || !before.state().equals(task.state())
                    || !before.awaited().equals(task.awaited())) {
                now("", "%s %s%s".formatted(task.workload(), task.state(), why(task)), added(before, task));
            }
        }
        out.flush();
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
        now("", why + "; asking again", List.of());
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

    private void now(String label, String text, List<String> evidence) {
        line(clock.instant(), label, text, evidence);
    }

    private void line(Instant at, String label, String text, List<String> evidence) {
        out.printf("%s  %-12s %s%n", time.format(at), label, text);
        evidence.forEach(line -> out.println(INDENTED + "- " + line));
    }
}
