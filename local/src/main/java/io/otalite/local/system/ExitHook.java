package io.otalite.local.system;

/** What is done when this JVM ends, by Ctrl-C for instance, unless it is no longer needed by then. */
public final class ExitHook {
    private final Thread thread;

    private ExitHook(Thread thread) {
        this.thread = thread;
    }

    public static ExitHook register(String name, Runnable work) {
        var thread = new Thread(work, name);
        Runtime.getRuntime().addShutdownHook(thread);
        return new ExitHook(thread);
    }

    /** Takes it back. False: this JVM ends already, and the work is done or being done. */
    public boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException _) {
            return false;
        }
    }
}
