package io.otalite.backup.health.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.backup.credential.CredentialStatus;
import io.otalite.backup.credential.KeyIdentity;
import io.otalite.backup.health.Condition;
import io.otalite.backup.health.ServiceStatus;
import io.otalite.backup.hold.Hold;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Says what waits, since when, and in which state the credential is. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Status")
public class StatusResource {
    private final Condition condition;

    StatusResource(Condition condition) {
        this.condition = condition;
    }

    @GET
    @Operation(summary = "The credential, what is held and for what cause")
    public Status status() {
        return Status.of(condition.now());
    }

    /** The status as REST shows it. */
    public record Status(
            @Schema(description = "Whether an operator has something to look at")
            boolean degraded,

            Credential credential,
            List<Held> holds,
            @JsonProperty("oldest_unarchived_seconds") double oldestUnarchivedSeconds,
            @JsonProperty("topic_findings") List<String> topicFindings) {
        static Status of(ServiceStatus status) {
            return new Status(
                    status.degraded(),
                    Credential.of(status.credential()),
                    status.holds().stream().map(Held::of).toList(),
                    status.oldestUnarchived().toMillis() / 1000.0,
                    status.topicFindings());
        }
    }

    /** The key for the bucket; never the key itself. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credential(
            @Schema(description = "missing, malformed, wrong-account, refused, not-admitted, unproven or proven")
            String state,

            String detail,

            @Schema(description = "Since when what is mounted works, or does not")
            String since,

            @JsonProperty("key_in_use") @Nullable String keyInUse,
            @JsonProperty("account_in_use") @Nullable String accountInUse) {
        static Credential of(CredentialStatus status) {
            return new Credential(
                    status.mounted().code(),
                    status.detail(),
                    status.since().toString(),
                    status.inUse().map(KeyIdentity::keyId).orElse(null),
                    status.inUse().map(KeyIdentity::account).orElse(null));
        }
    }

    /** A record that waits. */
    public record Held(
            @Schema(description = "topic/partition/offset") String what,

            @Schema(description = "credential, access, store, root, broker or defect")
            String cause,

            String detail,
            String since,
            int attempts) {
        static Held of(Hold hold) {
            return new Held(
                    hold.what(),
                    hold.cause().code(),
                    hold.detail(),
                    hold.since().toString(),
                    hold.attempts());
        }
    }
}
