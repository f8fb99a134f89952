package io.otalite.rotation.judgement;

/** How a workload is, from good to bad. What is certain stands above what is not known, and that above what may come. */
public enum Verdict {
    OK,
    /** Something optional is missing, and it starts all the same. */
    OK_OPTIONAL_MISSING,
    /** It starts now, and something says that this may end. */
    AT_RISK,
    /** What runs uses an older value than the one that is there. */
    STALE,
    /** It starts, and something in it does not work. */
    DEGRADED,
    /** Something it depends on cannot be seen. */
    UNKNOWN,
    /** It would start, and would not if it were rolled back. */
    BLOCKED_ROLLBACK,
    /** It would not start. */
    BLOCKED_START;

    public boolean isWorseThan(Verdict other) {
        return compareTo(other) > 0;
    }

    /** Whether somebody should be told. */
    public boolean isFinding() {
        return isWorseThan(OK_OPTIONAL_MISSING);
    }
}
