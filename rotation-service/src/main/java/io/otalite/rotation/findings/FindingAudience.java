package io.otalite.rotation.findings;

/** Is told of every finding after it was recorded; a courtesy to people, which may be missed. Must not fail. */
public interface FindingAudience {
    /** Nobody. */
    FindingAudience NONE = new FindingAudience() {
        @Override
        public void raised(Finding finding) {
            // Nobody listens.
        }

        @Override
        public void cleared(OpenFinding finding) {
            // Nobody listens.
        }
    };

    void raised(Finding finding);

    void cleared(OpenFinding finding);
}
