package io.otalite.rotation.rotations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.rotations.Destination;
import io.otalite.rotation.rotations.Destinations.Content;
import io.otalite.rotation.rotations.Destinations.Written;
import io.otalite.tuf.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of a real API. */
class SecretDestinationsTest {
    @TempDir
    static Path home;

    private static TestCluster cluster;
    private static SecretDestinations destinations;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(home);
        destinations = new SecretDestinations(cluster.admin());
        cluster.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static Destination created(String name, boolean immutable) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .withStringData(Map.of("key.json", "old", "other", "untouched"))
                .withImmutable(immutable ? true : null)
                .build();
        return destination(cluster.admin().resource(secret).create());
    }

    private static List<String> refusals(Destination destination) {
        return destinations.refusals(
                destination, Map.of("key.json", Bytes.utf8("old").sha256().hex()));
    }

    private static Destination destination(Secret secret) {
        return new Destination(
                new ObjectRef(Kinds.SECRET, "shop", secret.getMetadata().getName()),
                secret.getMetadata().getUid(),
                Map.of("key.json", ""));
    }

    private static Map<String, String> data(Destination destination) {
        return cluster.admin()
                .secrets()
                .inNamespace("shop")
                .withName(destination.secret().name())
                .require()
                .getData();
    }

    private static Map<String, Bytes> content(String text) {
        return Map.of("key.json", Bytes.utf8(text));
    }

    @Test
    void oneEntryIsReplacedAndNothingElse() {
        // Given
        var destination = created("replaced", false);
        var read = destinations.read(destination).orElseThrow();

        // When
        var written = destinations.write(destination, read, content("new"), "rotation-1");

        // Then
        assertThat(read.entries()).isEqualTo(content("old"));
        assertThat(written).isEqualTo(new Written.Done());
        assertThat(data(destination)).isEqualTo(Map.of("key.json", "bmV3", "other", "dW50b3VjaGVk"));
    }

    @Test
    void whoeverWasFasterWins() {
        // Given
        var destination = created("overtaken", false);
        var read = destinations.read(destination).orElseThrow();
        destinations.write(destination, read, content("somebody's"), "rotation-1");

        // When
        var written = destinations.write(destination, read, content("new"), "rotation-1");

        // Then
        assertThat(written).isEqualTo(new Written.Overtaken());
        assertThat(destinations.read(destination).map(Content::entries)).contains(content("somebody's"));
    }

    @Test
    void anImmutableSecretIsRefusedBeforeAndAfter() {
        // Given
        var destination = created("immutable", true);
        var read = destinations.read(destination).orElseThrow();

        // When
        var written = destinations.write(destination, read, content("new"), "rotation-1");

        // Then
        assertThat(refusals(destination)).singleElement().asString().contains("immutable");
        assertThat(written).isInstanceOf(Written.Refused.class);
    }

    @Test
    void aDryRunChangesNothing() {
        // Given
        var destination = created("dry", false);
        var before = destinations.read(destination);

        // When
        var refusals = refusals(destination);

        // Then
        assertThat(refusals).isEmpty();
        assertThat(destinations.read(destination)).isEqualTo(before);
    }

    @Test
    void anotherSecretOfTheSameNameIsNotTakenForIt() {
        // Given
        var destination = created("again", false);
        cluster.admin().secrets().inNamespace("shop").withName("again").delete();
        created("again", false);

        // When
        var refusals = refusals(destination);

        // Then
        assertThat(refusals).singleElement().asString().contains("another Secret");
        assertThat(destinations.read(destination)).isEmpty();
    }

    /** Somebody was faster than whoever planned it, or the planner saw something else there. */
    @Test
    void whatIsNotWhatWasObservedIsNotReplaced() {
        // Given
        var destination = created("changed", false);
        destinations.write(
                destination, destinations.read(destination).orElseThrow(), content("somebody's"), "rotation-1");

        // When
        var refusals = refusals(destination);

        // Then
        assertThat(refusals).singleElement().asString().contains("Secret shop/changed", "key.json", "observed");
    }

    @Test
    void whatIsGoneIsToldAsGone() {
        // Given
        var destination = created("gone", false);
        cluster.admin().secrets().inNamespace("shop").withName("gone").delete();

        // When
        var refusals = refusals(destination);

        // Then
        assertThat(refusals).containsExactly("Secret shop/gone is gone");
    }

    @Test
    void whatGitOpsWritesIsLeftToIt() {
        // Given
        var destination = created("synced", false);
        cluster.admin()
                .secrets()
                .inNamespace("shop")
                .withName("synced")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("argocd-controller")
                                .build(),
                        "{\"data\": {\"key.json\": \"YXJnbw==\"}}");

        // When
        var refusals = refusals(destination);

        // Then
        assertThat(refusals).singleElement().asString().contains("argocd-controller");
    }
}
