package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.ApiException;
import java.nio.charset.StandardCharsets;

/**
 * What {@code projects.serviceAccounts.patch} asks for. Of an account only the description can be changed here.
 *
 * @param etag of the account that the caller has read; empty when whatever is there may be replaced
 */
record AccountPatch(String description, String etag) {
    private static final int LONGEST = 256;

    /**
     * Reads {@code {"serviceAccount": {"description": ..., "etag": ...}, "updateMask": "description"}}.
     *
     * @throws ApiException 400 when it asks for anything else
     */
    static AccountPatch of(ObjectNode body) {
        var mask = body.path("updateMask").asText();
        if (!mask.equals("description")) {
            throw ApiException.invalid(
                    "updateMask must be \"description\" here, which is all that can be changed; it is \"%s\"."
                            .formatted(mask));
        }
        var account = body.path("serviceAccount");
        var description = account.path("description").asText();
        if (description.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw ApiException.invalid("The description is longer than %d bytes of UTF-8.".formatted(LONGEST));
        }
        return new AccountPatch(description, account.path("etag").asText());
    }

    /** @throws ApiException 409 when the account is not as the caller has read it */
    ServiceAccount applyTo(ServiceAccount account) {
        if (!etag.isEmpty() && !etag.equals(account.etag())) {
            throw ApiException.aborted("The service account was changed since it was read. Read it again, and retry.");
        }
        return account.withDescription(description);
    }
}
