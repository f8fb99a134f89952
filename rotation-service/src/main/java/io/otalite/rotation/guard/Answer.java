package io.otalite.rotation.guard;

import java.util.List;

/** What the guard says. */
public sealed interface Answer {

    /** Why something was allowed, or that it was not; the words of the metric {@code ota_guard_reviews_total}. */
    enum Outcome {
        ALLOWED,
        /** It may come, and would not start. */
        WARNED,
        REFUSED,
        /** It is in use, and its owner has permitted exactly this. */
        OVERRIDDEN,
        /** The guard asks nobody about this. */
        EXEMPT,
        /** The guard could not tell. */
        FAILED_OPEN
    }

    Outcome outcome();

    /** It may be done. @param warnings for the person who does it */
    record Allowed(Outcome outcome, List<String> warnings) implements Answer {
        public Allowed {
            warnings = List.copyOf(warnings);
        }

        static Allowed as(Outcome outcome) {
            return new Allowed(outcome, List.of());
        }
    }

    /** It must not be done. */
    record Refused(String message) implements Answer {
        @Override
        public Outcome outcome() {
            return Outcome.REFUSED;
        }
    }
}
