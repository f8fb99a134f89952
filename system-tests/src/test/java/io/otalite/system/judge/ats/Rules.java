package io.otalite.system.judge.ats;

import java.util.Set;

/** The rules in force: all, but those that do not apply to a repository of another generation. */
record Rules(Set<Rule> waived) {
    Rules {
        waived = Set.copyOf(waived);
    }

    /** Ends the walk unless {@code holds}. */
    void require(boolean holds, Rule rule, String message, Object... arguments) {
        if (!holds && !waived.contains(rule)) {
            throw new Refusal(rule, message.formatted(arguments));
        }
    }

    /** Ends the walk. */
    static Refusal refusal(Rule rule, String message, Object... arguments) {
        return new Refusal(rule, message.formatted(arguments));
    }

    /** Carries a refusal out of the walk; {@link AtsDevice#update} makes a value of it. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Rule rule;

        Refusal(Rule rule, String message) {
            super(message);
            this.rule = rule;
        }

        Verdict.Refused verdict() {
            return new Verdict.Refused(rule, String.valueOf(getMessage()));
        }
    }
}
