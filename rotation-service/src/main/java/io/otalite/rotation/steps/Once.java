package io.otalite.rotation.steps;

/** Something that has to be done once, before something else, by whoever comes first; it is tried again until it succeeds. */
public final class Once implements Runnable {
    private final Runnable work;
    private boolean done;

    public Once(Runnable work) {
        this.work = work;
    }

    /** Returns when it is done; fails as it fails. */
    @Override
    public synchronized void run() {
        if (!done) {
            work.run();
            done = true;
        }
    }
}
