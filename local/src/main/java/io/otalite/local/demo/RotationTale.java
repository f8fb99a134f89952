package io.otalite.local.demo;

import io.otalite.local.rotation.SeenRestart;
import io.otalite.local.rotation.SeenRotation;
import java.time.Duration;
import java.util.List;

/** Tells a rotation in short: what is new since it was told last, and while nothing is, what it waits for. */
final class RotationTale {
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private final Narrator narrator;
    private final long begin = System.nanoTime();
    private int told;
    private String last = "";
    private long lastAt = begin;

    /** @param first as it is now; what it has done up to now is not told */
    RotationTale(Narrator narrator, SeenRotation first) {
        this.narrator = narrator;
        this.told = first.history().size();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    void tell(SeenRotation rotation) {
        var history = rotation.history();
        for (; told < history.size(); told++) {
            line(history.get(told).state(), history.get(told).text());
        }
    }

    /** Whether nothing was told for so long that whoever reads may think that it hangs. */
    boolean isSilent() {
        return System.nanoTime() - lastAt > SILENCE.toNanos();
    }

    /** @param restarts of its workloads, as far as they have begun */
    void tellAwaited(SeenRotation rotation, List<SeenRestart> restarts) {
        var awaited = rotation.problem()
                .or(() -> restarts.stream()
                        .filter(restart -> !restart.awaited().isEmpty())
                        .map(restart -> restart.workload() + ": " + restart.awaited())
                        .findFirst())
                .orElse(rotation.id() + " goes on");
        last = "";
        line(rotation.state(), awaited);
    }

    /** What is the same as the line before, such as a second proof, is not said again. */
    private void line(String state, String text) {
        var line = "%-12s %s".formatted(state, text);
        if (!line.equals(last)) {
            narrator.say("%3d s  %s".formatted(elapsed().toSeconds(), line));
            last = line;
            lastAt = System.nanoTime();
        }
    }
}
