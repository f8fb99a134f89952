package io.otalite.emulator.cluster.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.ObjectKey;
import org.jspecify.annotations.Nullable;

/** Makes the wanted object of the present one and the body of a PATCH. */
public interface Patching {

    /**
     * A patch as it came in.
     *
     * @param contentType without parameters, such as {@code application/merge-patch+json}
     * @param body JSON, or YAML for a server-side apply
     * @param fieldManager who owns the fields from now on
     * @param subresource such as {@code status}; empty for the object itself
     * @param force a server-side apply takes fields that others own
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Request(String contentType, byte[] body, String fieldManager, String subresource, boolean force) {}

    /**
     * Applies a patch.
     *
     * @param old is not changed; null when there is no such object, which only a server-side apply accepts
     * @return what is wanted, before admission
     * @throws io.otalite.emulator.cluster.objects.Refusal 400 for a body that is none, 404 for a missing object, 409 for
     *     fields of others, 415 for another content type, 422 for a patch that does not fit
     */
    ObjectNode apply(ObjectKey key, Request request, @Nullable ObjectNode old);
}
