package io.otalite.local.demo;

import java.io.PrintWriter;

/** Tells the person in front what happens. */
final class Narrator {
    private final PrintWriter out;
    private int steps;
    private String current = "its beginning";

    Narrator(PrintWriter out) {
        this.out = out;
    }

    void step(String title) {
        steps++;
        current = "step %d, %s".formatted(steps, title);
        out.printf("%n%d. %s%n", steps, title);
        out.flush();
    }

    void say(String text) {
        out.println("   " + text);
        out.flush();
    }

    /** The step under way, for a message. */
    String current() {
        return current;
    }

    int steps() {
        return steps;
    }
}
