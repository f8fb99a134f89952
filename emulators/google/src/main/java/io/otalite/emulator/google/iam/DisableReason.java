package io.otalite.emulator.google.iam;

import io.otalite.emulator.google.http.ApiException;
import java.util.Arrays;

/** Why a key is disabled, as whoever disabled it says. */
public enum DisableReason {
    USER_INITIATED,
    EXPOSED,
    COMPROMISE_DETECTED;

    private static final String PREFIX = "SERVICE_ACCOUNT_KEY_DISABLE_REASON_";

    /** Google's name for it. */
    String id() {
        return PREFIX + name();
    }

    /**
     * The reason with this name; nothing said is {@link #USER_INITIATED}.
     *
     * @throws ApiException 400 when there is none
     */
    static DisableReason of(String id) {
        if (id.isEmpty() || id.equals(PREFIX + "UNSPECIFIED")) {
            return USER_INITIATED;
        }
        return Arrays.stream(values())
                .filter(reason -> reason.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid("serviceAccountKeyDisableReason must be one of %s."
                        .formatted(
                                Arrays.stream(values()).map(DisableReason::id).toList())));
    }
}
