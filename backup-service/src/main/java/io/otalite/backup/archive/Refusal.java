package io.otalite.backup.archive;

/**
 * Why a record can never be archived.
 *
 * @param message what was expected and what was found, for an operator; made one line, since it may quote the record
 */
public record Refusal(Reason reason, String message) {
    public Refusal {
        message = message.replaceAll("\\p{Cntrl}", " ");
    }

    /** The code is stable: it stands beside the quarantined bytes and in metrics. */
    public enum Reason {
        /** No event can be read out of the record. */
        UNDECODABLE("undecodable"),
        /** The document has another digest than the event says. */
        DIGEST_MISMATCH("digest-mismatch"),
        /** The document is not signed metadata of its dialect. */
        MALFORMED_DOCUMENT("malformed-document"),
        /** The document says that it is another one than the event says. */
        WRONG_IDENTITY("wrong-identity"),
        /** No root of the factory and dialect verifies the document. */
        BAD_SIGNATURE("bad-signature"),
        /** The root before it is not in the archive. */
        ROOT_GAP("root-gap"),
        /** Another content stands in the archive under this identity. */
        CONFLICT("conflict"),
        /** The record is larger than this archive takes. */
        OVERSIZED("oversized"),
        /** The store will not take it. */
        REJECTED("rejected");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
