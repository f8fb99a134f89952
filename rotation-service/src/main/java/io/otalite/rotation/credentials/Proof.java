package io.otalite.rotation.credentials;

import java.util.List;

/** What came of using a new credential for what it is for. */
public sealed interface Proof {
    /** It works. @param evidence for people; never secret */
    record Proven(List<String> evidence) implements Proof {
        public Proven {
            evidence = List.copyOf(evidence);
        }
    }

    /** It does not work yet, and may soon; or nobody answers. */
    record NotYet(String reason) implements Proof {}

    /** It works, and lacks a right that the credential in use has. */
    record Insufficient(String reason) implements Proof {}
}
