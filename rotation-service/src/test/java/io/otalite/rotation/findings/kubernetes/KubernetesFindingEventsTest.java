package io.otalite.rotation.findings.kubernetes;

import static io.otalite.rotation.findings.Samples.NOON;
import static io.otalite.rotation.findings.Samples.WEB;
import static io.otalite.rotation.findings.Samples.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otalite.emulator.cluster.ClusterEmulator;
import io.otalite.emulator.cluster.ClusterSettings;
import io.otalite.rotation.findings.InMemoryFindingStore;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesFindingEventsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path home;

    private final World world = new World(Clock.systemUTC());
    private ClusterEmulator cluster;
    private KubernetesClient client;
    private KubernetesFindingEvents events;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean leads = true;

    @BeforeEach
    void start() throws IOException {
        cluster = ClusterEmulator.start(ClusterSettings.in(home, 0), Clock.systemUTC());
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(home.resolve("kubeconfig"))))
                .build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build())
                .create();
        events = new KubernetesFindingEvents(client, world, Clock.systemUTC(), this::leads, 3);
    }

    @AfterEach
    void stop() {
        events.close();
        client.close();
        cluster.close();
    }

    @Test
    void aFindingIsAWarningOnItsWorkload() throws JsonProcessingException {
        // Given
        world.put(
                ObjectReader.read(
                        new JsonMapper()
                                .readTree(
                                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\",\"uid\":\"u-1\"}}")));

        // When
        events.raised(finding(WEB, "missing " + "x".repeat(2000)));
        events.start();

        // Then
        await().atMost(SOON).until(() -> written().size() == 1);
        assertThat(written()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getReason()).isEqualTo("ObjectMissing");
            assertThat(event.getMessage()).startsWith("missing x").hasSize(1024);
            assertThat(event.getSource().getComponent()).isEqualTo("rotation-service");
            assertThat(event.getInvolvedObject().getUid()).isEqualTo("u-1");
            assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("apps/v1");
            assertThat(event.getInvolvedObject().getName()).isEqualTo("web");
        });
    }

    @Test
    void toldAgainItCountsUp() {
        // Given
        events.raised(finding(WEB, "missing"));

        // When
        events.raised(finding(WEB, "still missing"));
        events.start();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(written()).singleElement().satisfies(event -> {
                    assertThat(event.getCount()).isEqualTo(2);
                    assertThat(event.getMessage()).isEqualTo("still missing");
                    assertThat(event.getReason()).isEqualTo("ObjectMissing");
                }));
    }

    @Test
    void whatIsMendedIsSaidToo() {
        // Given
        var store = new InMemoryFindingStore();
        store.record(List.of(finding(WEB, "missing")), List.of(), NOON);
        events.raised(finding(WEB, "missing"));

        // When
        events.cleared(store.open().getFirst());
        events.start();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(written())
                        .extracting(Event::getReason)
                        .containsExactlyInAnyOrder("ObjectMissing", "Mended"));
    }

    @Test
    void whatTheClusterRefusesIsLetGo() {
        // Given
        events.raised(finding(new ObjectRef("Deployment", "no-such-namespace", "web"), "missing"));

        // When
        events.raised(finding(WEB, "missing"));
        events.start();

        // Then
        await().atMost(SOON).until(() -> written().size() == 1);
    }

    @Test
    void whatDoesNotFitIntoTheQueueIsLetGo() {
        // When
        for (var i = 0; i < 5; i++) {
            events.raised(finding(new ObjectRef("Deployment", "shop", "web-" + i), "missing"));
        }
        events.start();

        // Then
        await().atMost(SOON).until(() -> written().size() == 3);
    }

    @Test
    void whoDoesNotLeadAnyMoreWritesNothing() {
        // Given
        leads = false;
        events.raised(finding(WEB, "missing"));
        events.start();
        var other = new ObjectRef("Deployment", "shop", "other");

        // When it leads again, and what was told before has been taken from the queue
        await().atMost(SOON).until(() -> asked.get() == 1);
        leads = true;
        events.raised(finding(other, "missing"));

        // Then
        await().atMost(SOON).until(() -> !written().isEmpty());
        assertThat(written())
                .extracting(event -> event.getInvolvedObject().getName())
                .containsExactly("other");
    }

    private boolean leads() {
        var now = leads;
        asked.incrementAndGet();
        return now;
    }

    private List<Event> written() {
        return client.v1().events().inNamespace("shop").list().getItems().stream()
                .filter(event -> "rotation-service".equals(event.getSource().getComponent()))
                .toList();
    }
}
