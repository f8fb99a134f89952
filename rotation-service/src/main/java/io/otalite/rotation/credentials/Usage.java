package io.otalite.rotation.credentials;

import java.time.Instant;

/** What its issuer knows of a credential's use. */
public sealed interface Usage {
    /** It was used. @param last the last use that is known of, as exactly as the issuer tells */
    record Used(Instant last) implements Usage {}

    /**
     * The issuer would know, and knows of no use since the asked moment.
     *
     * @param until up to when that is certain: before the asked moment, nothing is certain yet. Of an issuer that only sees what is there
     *     when it looks it is so long after the asked moment as it has looked without finding anything
     */
    record Silent(Instant until) implements Usage {}

    /** It cannot be known: never to be read as silent. */
    record Unknown(String reason) implements Usage {}
}
