package io.otalite.backup.hold;

/** For what a record waits. The code is stable: metrics, health data and alerts are built on it. */
public enum HoldCause {
    /** There is no usable credential for the bucket: none mounted, malformed, or refused. */
    CREDENTIAL("credential"),
    /** The credential is good, but the bucket is missing or does not let its account in. */
    ACCESS("access"),
    /** The bucket or the token endpoint does not answer, or asks to come back later. */
    STORE("store"),
    /** A root that may verify the document has not come out of its topic yet. */
    ROOT("root"),
    /** The broker does not answer or does not acknowledge. */
    BROKER("broker"),
    /** This service failed in a way nobody thought of; the log has the stack trace. */
    DEFECT("defect");

    private final String code;

    HoldCause(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
