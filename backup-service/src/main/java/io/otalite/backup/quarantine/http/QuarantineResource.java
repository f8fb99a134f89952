package io.otalite.backup.quarantine.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.quarantine.Quarantine;
import io.otalite.backup.quarantine.QuarantinedRecord;
import io.otalite.rest.Page;
import io.otalite.rest.PageRequest;
import io.otalite.rest.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists and fetches what could not be archived. */
@Path("/v1/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quarantine")
public class QuarantineResource {
    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,20}");

    private final Quarantine quarantine;

    QuarantineResource(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    @GET
    @Operation(summary = "Quarantined records in the order of topic, partition and offset")
    public Page<Entry> list(
            @QueryParam("page_size") @Nullable String pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        var request = PageRequest.of(pageSize, pageToken, "quarantine");
        var entries = quarantine.list(request.after(), request.size() + 1).stream()
                .map(Entry::of)
                .toList();
        return Page.of(request, entries, Entry::path);
    }

    @GET
    @Path("/{topic}/{partition}/{offset}")
    @Operation(summary = "One quarantined record: its reason, key and headers")
    public Entry entry(
            @PathParam("topic") String topic,
            @PathParam("partition") String partition,
            @PathParam("offset") String offset) {
        return quarantine.find(path(topic, partition, offset)).map(Entry::of).orElseThrow(QuarantineResource::unknown);
    }

    @GET
    @Path("/{topic}/{partition}/{offset}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "The exact bytes of the record's value")
    public Response content(
            @PathParam("topic") String topic,
            @PathParam("partition") String partition,
            @PathParam("offset") String offset) {
        var content = quarantine.content(path(topic, partition, offset)).orElseThrow(QuarantineResource::unknown);
        return Response.ok(content.bytes().toArray(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment")
                .build();
    }

    /** An offset may be written without its leading zeros. */
    private static String path(String topic, String partition, String offset) {
        var padded = OFFSET.matcher(offset).matches() ? "0".repeat(20 - offset.length()) + offset : offset;
        return "%s/%s/%s".formatted(topic, partition, padded);
    }

    private static ProblemException unknown() {
        return new ProblemException(
                404,
                "unknown_record",
                "Unknown record",
                "No such record was quarantined. GET /v1/quarantine lists those that were.");
    }

    /** One record as REST shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            @Schema(description = "topic/partition/offset: append it to /v1/quarantine/")
            String path,

            String reason,
            String message,

            @Schema(description = "The document the record spoke of; not verified") @Nullable
            String subject,

            String key,

            @JsonRawValue @Schema(description = "Headers of the record", type = SchemaType.OBJECT) @Nullable
            String headers,

            @Nullable String sha256,
            @Schema(description = "Bytes") long size,
            String object,

            @JsonProperty("written_at") @Schema(description = "The record's own time stamp") @Nullable
            String writtenAt,

            @JsonProperty("quarantined_at") String quarantinedAt) {
        static Entry of(QuarantinedRecord record) {
            var object = record.object();
            return new Entry(
                    record.path(),
                    record.reason(),
                    record.message(),
                    record.subject().orElse(null),
                    record.key(),
                    record.headersJson().orElse(null),
                    object.metadata().get(StoredObject.SHA256),
                    object.size(),
                    object.name().value(),
                    record.written().orElse(null),
                    object.created().toString());
        }
    }
}
