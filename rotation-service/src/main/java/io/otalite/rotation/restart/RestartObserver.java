package io.otalite.rotation.restart;

import java.time.Duration;

/** Is told what happens, to count it; must be quick and must not fail. */
public interface RestartObserver {
    /** The first restart of a rotation begins. @param sinceChange since the Secret was written; never negative */
    void begun(Duration sinceChange);

    /** An event of the topic has ended, however that was. @param processing of the attempt that ended it */
    void taken(String topic, Duration processing);

    /** An event was set aside. */
    void setAside();
}
