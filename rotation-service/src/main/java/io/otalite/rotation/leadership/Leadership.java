package io.otalite.rotation.leadership;

import java.util.function.Consumer;

/** Whether this instance is the one that writes. Thread-safe. */
public interface Leadership {
    /**
     * Asked right before each write. Once {@code true}, it is {@code false} before another instance can become the leader, also when
     * nothing can be reached: that is a matter of this machine's own time.
     */
    boolean isLeader();

    /**
     * Tells of each change from now on, soon after it and on any thread; a listener that takes long delays the next change. A listener
     * may be told of the end late, so what it started has to ask {@link #isLeader}.
     */
    void onChange(Consumer<Boolean> listener);

    /** For a single instance: it leads, and that never changes. */
    static Leadership always() {
        return new Leadership() {
            @Override
            public boolean isLeader() {
                return true;
            }

            @Override
            public void onChange(Consumer<Boolean> listener) {
                // There are no changes.
            }
        };
    }
}
