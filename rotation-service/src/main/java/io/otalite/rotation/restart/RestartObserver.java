package io.otalite.rotation.restart;

import java.time.Duration;

/** Is told what happens, to count it; must be quick and must not fail. */
public interface RestartObserver {
    /** The first restart of a rotation begins. @param sinceChange since the Secret was written; never negative */
    void begun(Duration sinceChange);

    /** An event was set aside. */
    void setAside();
}
