package io.otalite.rotation.credentials.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.credentials.Issued;
import java.util.Optional;

/** Where a private half is made, and with it how a lost answer is made good. */
sealed interface Origin permits UploadedKeys, CreatedKeys {
    /** What must be durable before {@link #issue}. */
    ObjectNode intend(String account);

    Issued issue(String account, ObjectNode intent);

    /** @param id of what was made, where that is known */
    void discard(String account, ObjectNode intent, Optional<String> id);
}
