package io.otalite.rotation.audit.http;

import io.otalite.manifests.ManifestException;
import io.otalite.manifests.Manifests;
import io.otalite.rest.ProblemException;
import io.otalite.rotation.audit.Audit;
import io.otalite.rotation.audit.AuditException;
import io.otalite.rotation.audit.AuditView;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.JudgementConfig;
import io.otalite.rotation.observation.World;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Judges manifests against what is observed, before anybody applies them. */
@Path("/v1/audits")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audits")
public class AuditsResource {
    /** Each may hold 50 MB of YAML and a copy of the index of the cluster. */
    private final Semaphore room = new Semaphore(2);

    private final World world;
    private final ImageView images;
    private final JudgementConfig config;
    private final Clock clock;

    AuditsResource(World world, ImageView images, JudgementConfig config, Clock clock) {
        this.world = world;
        this.images = images;
        this.config = config;
        this.clock = clock;
    }

    @POST
    @Consumes({"application/yaml", "text/yaml", MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, "*/*"})
    @Operation(
            summary = "Would these manifests start in this cluster?",
            description = "The body is YAML with any number of documents, rendered. Nothing is applied.")
    public AuditView audit(@QueryParam("namespace") @DefaultValue("default") String namespace, InputStream manifests) {
        if (!room.tryAcquire()) {
            throw new ProblemException(
                    503, "busy", "Busy", "As many audits as this replica takes at a time are running; try again soon.");
        }
        try {
            var audit = Audit.against(world, clock);
            audit.add(Manifests.read(manifests, "the body"), namespace);
            return AuditView.of(audit.judge(images, config.warnBefore()), audit.world());
        } catch (ManifestException | AuditException e) {
            throw new ProblemException(
                    400, "unreadable_manifests", "Unreadable manifests", String.valueOf(e.getMessage()));
        } finally {
            room.release();
        }
    }
}
