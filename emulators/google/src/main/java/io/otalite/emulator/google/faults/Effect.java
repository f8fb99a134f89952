package io.otalite.emulator.google.faults;

import java.util.Arrays;
import java.util.Optional;

/** What goes wrong with a call. */
enum Effect {
    /** Nothing but the delay: the call is carried out and answered. */
    DELAY("delay"),
    /** Refused with a status; nothing is carried out. */
    STATUS("status"),
    /** The connection is closed; nothing is carried out. */
    DROP_BEFORE("drop-before"),
    /** The call is carried out, and its response is lost. */
    DROP_AFTER("drop-after"),
    /** The call is carried out, and answered with a status all the same. */
    STATUS_AFTER("status-after"),
    /** Answered with a page that is not JSON, as a proxy would; nothing is carried out. */
    NOT_JSON("not-json");

    private final String id;

    Effect(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static Optional<Effect> of(String id) {
        return Arrays.stream(values()).filter(effect -> effect.id.equals(id)).findFirst();
    }
}
