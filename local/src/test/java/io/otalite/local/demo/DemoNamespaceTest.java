package io.otalite.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.otalite.emulator.cluster.ClusterEmulator;
import io.otalite.emulator.cluster.ClusterSettings;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.rotation.RotationApi;
import io.otalite.local.rotation.ScriptedService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the demo makes in a cluster, and that nothing of it stays. */
@Timeout(60)
class DemoNamespaceTest {
    private static final String LIST = "GET /v1/rotations?page_size=100";
    private static final String NONE = "{\"items\": []}";
    private static final byte[] KEY_FILE = "{\"private_key_id\": \"old\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;

    private static ClusterEmulator emulator;
    private static Workloads cluster;

    private final StringWriter out = new StringWriter();
    private ScriptedService service;
    private RotationApi api;
    private RestClient rest;
    private Scene scene;

    @BeforeAll
    static void startCluster() throws Exception {
        var settings = ClusterSettings.in(folder, 0);
        emulator = ClusterEmulator.start(settings, Clock.systemUTC());
        cluster = Workloads.of(settings.kubeconfig(), folder);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
        emulator.close();
    }

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        api = new RotationApi(service.uri(), "secret");
        var narrator = new Narrator(new PrintWriter(out));
        var rotations = new ArchiveRotations(narrator, api, Duration.ofMillis(5));
        rest = new RestClient("secret");
        var keys = new GoogleKeys(rest, service.uri());
        scene = new Scene(narrator, rotations, keys, new Backup(URI.create("http://127.0.0.1:1")), cluster);
    }

    @AfterEach
    void stop() {
        rest.close();
        api.close();
        service.close();
    }

    @Test
    void aSecretIsRenamedAndPutBackAndNothingStays() throws Exception {
        // Given
        service.when(LIST, 200, NONE);
        var uploader = new Uploader(cluster, "old");
        var secrets = cluster.secrets(DemoNamespace.NAME);

        // When
        try (var namespace = DemoNamespace.create(scene)) {
            uploader.start(KEY_FILE);
            namespace.unguard();
            uploader.rename();

            // Then
            assertThat(cluster.client()
                            .secrets()
                            .inNamespace(DemoNamespace.NAME)
                            .list()
                            .getItems())
                    .extracting(secret -> secret.getMetadata().getName())
                    .containsExactlyInAnyOrder("archive-key", Uploader.RENAMED);
            assertThat(uploader.isReady()).isTrue();
            uploader.copyBack();
            assertThat(secrets.read(Uploader.TOKEN, "token")).isEqualTo(secrets.read(Uploader.RENAMED, "token"));
        }
        assertThat(present()).isNull();
    }

    @Test
    void aRotationThatIsUnderWayIsWaitedForBeforeItIsRemoved() {
        // Given
        service.when(LIST, 200, """
                {"items": [{"id": "rotation-1", "over": false,
                  "plan": {"account": "backup@ota-local.iam.gserviceaccount.com"}}]}
                """)
                .when("GET /v1/rotations/rotation-1", 200, ScriptedService.rotation("RESTORING", false, ""))
                .when("GET /v1/rotations/rotation-1", 200, ScriptedService.rotation("ROLLED_BACK", true, ""));
        var namespace = DemoNamespace.create(scene);

        // When
        namespace.close();

        // Then
        assertThat(service.asked())
                .filteredOn(question -> question.contains("rotation-1"))
                .hasSize(2);
        assertThat(out.toString()).contains("rotation-1 is under way");
        assertThat(present()).isNull();
    }

    @Test
    void whatAKilledDemoHasLeftIsRemoved() throws Exception {
        // Given
        service.when(LIST, 200, NONE);
        var unused = DemoNamespace.create(scene);
        new Uploader(cluster, "old").start(KEY_FILE);

        // When
        DemoNamespace.removeLeftOver(scene);

        // Then
        assertThat(out.toString()).contains("left over");
        assertThat(present()).isNull();
    }

    @Test
    void whereNothingIsLeftNothingIsSaid() throws Exception {
        DemoNamespace.removeLeftOver(scene);

        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aNamespaceOfSomebodyElseIsLeftAlone() {
        // Given
        var foreign = new NamespaceBuilder()
                .withNewMetadata()
                .withName(DemoNamespace.NAME)
                .endMetadata()
                .build();
        cluster.client().resource(foreign).create();

        // When, then
        assertThatThrownBy(() -> DemoNamespace.removeLeftOver(scene)).hasMessageContaining("another one");
        assertThat(present().getMetadata().getDeletionTimestamp()).isNull();
        cluster.client().resource(foreign).delete();
        await().until(() -> present() == null);
    }

    private static Namespace present() {
        return cluster.client().namespaces().withName(DemoNamespace.NAME).get();
    }
}
