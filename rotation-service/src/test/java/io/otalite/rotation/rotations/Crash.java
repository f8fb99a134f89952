package io.otalite.rotation.rotations;

import java.util.ArrayList;
import java.util.List;

/** Ends the process, as far as a rotation can tell, right before or right after one of its calls to the outside. */
final class Crash {
    private final List<String> calls = new ArrayList<>();
    private int at = Integer.MAX_VALUE;

    static final class Crashed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** The point at which it ends, counted from one: the odd ones are before a call, the even ones after it. */
    void at(int point) {
        at = point;
    }

    /** How many points there were. */
    int points() {
        return calls.size() * 2;
    }

    /** The call that a point belongs to. */
    String call(int point) {
        return calls.get((point - 1) / 2);
    }

    void around(String call, Runnable work) {
        calls.add(call);
        var before = calls.size() * 2 - 1;
        if (before == at) {
            throw new Crashed();
        }
        work.run();
        if (before + 1 == at) {
            throw new Crashed();
        }
    }
}
