package io.otalite.system.judge.ats;

import java.util.Map;

/** What a device makes of a repository. */
public sealed interface Verdict {

    /** Every rule holds. {@code version} is that of the Targets, which are by name. */
    record Accepted(long version, Map<String, AtsTarget> targets) implements Verdict {
        public Accepted {
            targets = Map.copyOf(targets);
        }
    }

    /** The first rule that does not hold, and what was found instead. */
    record Refused(Rule rule, String message) implements Verdict {}
}
