package io.otalite.rotation.restart.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Rollout;
import io.otalite.rotation.restart.Deployments.Stamping;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Right before the write, somebody else may do anything. */
class KubernetesDeploymentsTest {
    private static final ObjectRef WEB = new ObjectRef(Kinds.DEPLOYMENT, "shop", "web");
    private static TestCluster cluster;

    private final KubernetesDeployments deployments = new KubernetesDeployments(cluster.admin());

    @BeforeAll
    static void start(@TempDir Path home) {
        cluster = new TestCluster(home);
        cluster.create("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @BeforeEach
    void create() {
        cluster.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: main, image: web}]}
                """);
        awaitController();
    }

    /** It writes to the Deployment, too, and has nothing more to write then. */
    private static void awaitController() {
        await().until(() -> {
            var present = get();
            return present.getMetadata()
                    .getGeneration()
                    .equals(present.getStatus().getObservedGeneration());
        });
    }

    @AfterEach
    void delete() {
        deleteNow();
    }

    @Test
    void onlyTheStampIsWritten() {
        // Given
        var before = get();

        // When
        var stamping = stamp(() -> true);

        // Then
        assertThat(stamping).isInstanceOf(Stamping.Stamped.class);
        var after = get();
        assertThat(after.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsOnlyKeys(Rollout.ROTATION)
                .containsValue("r-1");
        after.getSpec().getTemplate().getMetadata().setAnnotations(null);
        before.getSpec().getTemplate().getMetadata().setAnnotations(null);
        assertThat(after.getSpec()).isEqualTo(before.getSpec());
    }

    @Test
    void aSecondTimeNothingIsWritten() {
        // Given
        stamp(() -> true);
        awaitController();
        var version = get().getMetadata().getResourceVersion();

        // When
        var stamping = stamp(() -> {
            throw new AssertionError("there is nothing to allow");
        });

        // Then
        assertThat(stamping).isInstanceOf(Stamping.Stamped.class);
        assertThat(get().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void whatIsNotAllowedIsNotWritten() {
        // When
        var stamping = stamp(() -> false);

        // Then
        assertThat(stamping).isInstanceOf(Stamping.NotNow.class);
        assertThat(get().getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void whoWasFasterIsReadFirst() {
        // When
        var stamping = stamp(() -> {
            cluster.admin()
                    .apps()
                    .deployments()
                    .inNamespace("shop")
                    .withName("web")
                    .edit(web -> {
                        web.getSpec().setMinReadySeconds(5);
                        return web;
                    });
            return true;
        });

        // Then
        assertThat(stamping).isInstanceOf(Stamping.NotNow.class);
        assertThat(get().getSpec().getTemplate().getMetadata().getAnnotations()).isNullOrEmpty();
    }

    @Test
    void whatWasDeletedIsNotMadeAgain() {
        // When
        var stamping = stamp(() -> {
            deleteNow();
            return true;
        });

        // Then
        assertThat(stamping).isNotInstanceOf(Stamping.Stamped.class);
        assertThat(get()).isNull();
        assertThat(stamp(() -> true)).isInstanceOf(Stamping.Gone.class);
    }

    private Stamping stamp(BooleanSupplier allowed) {
        return deployments.stamp(WEB, "r-1", allowed);
    }

    private static Deployment get() {
        return cluster.admin()
                .apps()
                .deployments()
                .inNamespace("shop")
                .withName("web")
                .get();
    }

    private static void deleteNow() {
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace("shop")
                .withName("web")
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }
}
