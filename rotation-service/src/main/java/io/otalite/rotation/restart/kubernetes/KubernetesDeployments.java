package io.otalite.rotation.restart.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Rollout;
import io.otalite.rotation.restart.Deployments;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Stamps by server-side apply, with a field manager of this service and without force: the one annotation is ours, and where somebody
 * else keeps it the API server says who. The patch names the version that was read, so that what changed meanwhile is read again first.
 * Two requests a restart: one to read, one to write.
 */
public final class KubernetesDeployments implements Deployments {
    static final String FIELD_MANAGER = "ota-lite-rotation";

    private static final int UNPROCESSABLE = 422;

    /** Another attempt will not be answered otherwise. */
    private static final Set<Integer> FINAL = Set.of(
            HttpURLConnection.HTTP_BAD_REQUEST,
            HttpURLConnection.HTTP_FORBIDDEN,
            HttpURLConnection.HTTP_BAD_METHOD,
            HttpURLConnection.HTTP_UNSUPPORTED_TYPE,
            UNPROCESSABLE);

    private final KubernetesClient client;

    public KubernetesDeployments(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Stamping stamp(ObjectRef deployment, String stamp, BooleanSupplier allowed) {
        var resource =
                client.apps().deployments().inNamespace(deployment.namespace()).withName(deployment.name());
        try {
            var present = resource.get();
            if (present == null) {
                return new Stamping.Gone();
            }
            if (stamp(present).filter(stamp::equals).isPresent()) {
                return new Stamping.Stamped("its template had the rotation's id already");
            }
            return allowed.getAsBoolean()
                    ? write(present, stamp)
                    : new Stamping.NotNow("another instance goes on with it");
        } catch (KubernetesClientException refused) {
            return refused(refused);
        }
    }

    private static Optional<String> stamp(Deployment deployment) {
        return Optional.ofNullable(deployment.getSpec().getTemplate().getMetadata())
                .map(ObjectMeta::getAnnotations)
                .map(annotations -> annotations.get(Rollout.ROTATION));
    }

    /** The client reads once more before a patch that is a text; with an object it does not. */
    private Stamping write(Deployment present, String stamp) {
        var patch = new DeploymentBuilder()
                .withNewMetadata()
                .withName(present.getMetadata().getName())
                .withNamespace(present.getMetadata().getNamespace())
                .withUid(present.getMetadata().getUid())
                .withResourceVersion(present.getMetadata().getResourceVersion())
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .addToAnnotations(Rollout.ROTATION, stamp)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        var stamped = client.resource(patch).fieldManager(FIELD_MANAGER).serverSideApply();
        return new Stamping.Stamped("its template was given the rotation's id, generation %d"
                .formatted(stamped.getMetadata().getGeneration()));
    }

    private static Stamping refused(KubernetesClientException refused) {
        var code = refused.getCode();
        if (code == HttpURLConnection.HTTP_NOT_FOUND) {
            return new Stamping.Gone();
        }
        var owned = causes(refused).stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .map(StatusCause::getMessage)
                .findFirst();
        if (owned.isPresent()) {
            return new Stamping.Refused("the annotation %s of its template is somebody else's: %s"
                    .formatted(Rollout.ROTATION, owned.get()));
        }
        var said = "the API server answers %d%s".formatted(code, message(refused));
        return FINAL.contains(code)
                ? new Stamping.Refused("it cannot be restarted: " + said)
                : new Stamping.NotNow(said);
    }

    private static List<StatusCause> causes(KubernetesClientException refused) {
        return Optional.ofNullable(refused.getStatus())
                .map(status -> status.getDetails())
                .map(StatusDetails::getCauses)
                .orElse(List.of());
    }

    private static String message(KubernetesClientException refused) {
        return Optional.ofNullable(refused.getStatus())
                .map(status -> ": " + status.getMessage())
                .orElse("");
    }
}
