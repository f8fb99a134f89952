package io.otalite.tuf;

/** A Target name that no client could fetch safely, with the broken rule and how to mend it. */
public final class InvalidTargetNameException extends TufException {

    private static final long serialVersionUID = 1L;

    /** The rule a name breaks; the names are stable, the texts are not. */
    public enum Rule {
        EMPTY("Give the Target a name."),
        TOO_LONG("Shorten it to 255 characters."),
        FORBIDDEN_CHARACTER("Use printable ASCII without blanks and without % ? # \\ \"."),
        EMPTY_SEGMENT("Name every part between slashes; begin and end without a slash."),
        DOT_SEGMENT("Remove the parts '.' and '..'.");

        private final String remedy;

        Rule(String remedy) {
            this.remedy = remedy;
        }

        /** What the sender has to change, as a sentence. */
        public String remedy() {
            return remedy;
        }
    }

    private final String name;
    private final Rule rule;

    InvalidTargetNameException(String name, Rule rule, String problem) {
        super("The Target name %s %s. %s".formatted(Excerpt.of(name), problem, rule.remedy()));
        this.name = name;
        this.rule = rule;
    }

    /** The refused name, complete and as it came. */
    public String name() {
        return name;
    }

    public Rule rule() {
        return rule;
    }
}
