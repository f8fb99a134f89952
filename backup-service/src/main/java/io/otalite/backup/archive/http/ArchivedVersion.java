package io.otalite.backup.archive.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.StoredObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One archived version as REST shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ArchivedVersion(
        long version,

        @Schema(description = "Digest of the content") @Nullable
        String sha256,

        @JsonProperty("previous_sha256") @Schema(description = "Digest of the version before") @Nullable
        String previousSha256,

        @Schema(description = "Bytes") long size,

        @Schema(description = "Name of the object in the bucket")
        String object,

        long generation,

        @JsonProperty("published_at") @Schema(description = "When it was signed") @Nullable
        String publishedAt,

        @JsonProperty("archived_at") @Schema(description = "When the store accepted it")
        String archivedAt) {
    static ArchivedVersion of(StoredObject object) {
        return new ArchivedVersion(
                ArchiveLayout.version(object.name()).orElseThrow().value(),
                object.metadata().get(StoredObject.SHA256),
                object.metadata().get(StoredObject.PREVIOUS_SHA256),
                object.size(),
                object.name().value(),
                object.generation(),
                object.metadata().get(StoredObject.PUBLISHED),
                object.created().toString());
    }
}
