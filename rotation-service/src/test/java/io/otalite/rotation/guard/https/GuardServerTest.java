package io.otalite.rotation.guard.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.otalite.emulator.cluster.ClusterEmulator;
import io.otalite.emulator.cluster.ClusterSettings;
import io.otalite.rotation.guard.Answer.Outcome;
import io.otalite.rotation.guard.Guard;
import io.otalite.rotation.guard.Guard.Judging;
import io.otalite.rotation.guard.GuardScene;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.World;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard as a cluster calls it. */
class GuardServerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path home;

    private final World world = new World(Clock.systemUTC());
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final TestCertificate certificate = TestCertificate.make();
    private String permit = "";
    private Guard guard;
    private GuardServer server;
    private ClusterEmulator cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        GuardScene.see(world);
        Files.createDirectories(home.resolve("tls"));
        var judge = new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14));
        var guard = new Guard(
                new Judging(world, judge, Optional.empty(), Duration.ofMillis(1500)),
                Clock.systemUTC(),
                Executors.newVirtualThreadPerTaskExecutor(),
                (_, _) -> {},
                outcomes::add);
        server = server(guard, Optional.empty());
        this.guard = guard;
    }

    private GuardServer server(Guard answering, Optional<Path> clientAuthorities) {
        return new GuardServer(
                answering,
                new InetSocketAddress("127.0.0.1", 0),
                new CertificateFiles(
                        Optional.of(home.resolve("tls/tls.crt")), Optional.of(home.resolve("tls/tls.key")), vertx),
                clientAuthorities,
                Duration.ofMillis(50));
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close();
        if (cluster != null) {
            client.close();
            cluster.close();
        }
    }

    @Test
    void whatIsInUseIsNotDeletedUnlessThatIsPermittedOnce() throws IOException {
        // Given
        guardedCluster();
        var secret = create(secret());
        create(deployment("{secretName: db}"));

        // When
        assertThatThrownBy(() -> client.resource(secret).delete())
                // Then
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(403);
                    assertThat(refused.getMessage()).contains("Deployment shop/web", "allow-removal=");
                    permit(refused.getMessage());
                });

        // When it is permitted
        assertThat(client.resource(secret).delete()).isNotEmpty();

        // Then
        assertThat(outcomes).contains(Outcome.REFUSED, Outcome.OVERRIDDEN);
        assertThat(client.resource(secret).get()).isNull();

        // When it is there again, with the permit of before
        var again = create(new SecretBuilder(secret())
                .editMetadata()
                .addToAnnotations("rotation.ota-lite.io/allow-removal", permit)
                .endMetadata()
                .build());

        // Then
        assertThatThrownBy(() -> client.resource(again).delete()).hasMessageContaining("in use");
    }

    @Test
    void anEntryInUseIsNotDropped() throws IOException {
        // Given
        guardedCluster();
        var secret = create(secret());
        create(deployment("{secretName: db, items: [{key: password, path: p}]}"));

        // Then
        assertThatThrownBy(() -> client.resource(new SecretBuilder(secret)
                                .removeFromData("password")
                                .build())
                        .update())
                .hasMessageContaining("entry password of Secret shop/db");
        assertThat(client.resource(
                                new SecretBuilder(secret).removeFromData("user").build())
                        .update())
                .isNotNull();
    }

    @Test
    void aGuardThatIsGoneHoldsUpNobody() throws IOException {
        // Given
        guardedCluster();
        var secret = create(secret());
        create(deployment("{secretName: db}"));

        // When
        server.close();

        // Then
        assertThat(client.resource(secret).delete()).isNotEmpty();
    }

    @Test
    void itBeginsWhenItsCertificateComesAndFollowsIt() throws Exception {
        // Given
        server.start();
        assertThat(server.status().on()).isFalse();
        assertThat(server.status().detail()).contains("tls.crt");

        // When
        certificate.write(home.resolve("tls"));

        // Then
        await().atMost(SOON).until(() -> server.status().on());
        assertThat(post(certificate, "{}")).isEqualTo(400);

        // When
        var renewed = TestCertificate.make();
        renewed.write(home.resolve("tls"));

        // Then
        await().atMost(SOON).ignoreException(IOException.class).until(() -> post(renewed, "{}") == 400);

        // When
        Files.writeString(home.resolve("tls/tls.key"), "not a key");

        // Then
        await().atMost(SOON).until(() -> server.status().detail().contains("no certificate with its key"));
        assertThat(post(renewed, "{}")).isEqualTo(400);
    }

    @Test
    void whatIsNoReviewIsRefused() throws Exception {
        // Given
        certificate.write(home.resolve("tls"));
        server.start();

        // Then
        assertThat(post(certificate, "")).isEqualTo(400);
        assertThat(post(certificate, "{")).isEqualTo(400);
        assertThat(post(certificate, "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}"))
                .isEqualTo(400);
        assertThat(post(certificate, " ".repeat(8 * 1024 * 1024 + 1))).isEqualTo(413);
    }

    /** Whoever begins reviews and does not send them keeps others out for a few seconds, and himself no longer. */
    @Test
    void whoSendsNothingIsTurnedAway() throws Exception {
        // Given
        certificate.write(home.resolve("tls"));
        server.start();
        var silent = new ArrayList<Socket>();
        for (var i = 0; i < 16; i++) {
            var socket = context(certificate, new KeyManager[0])
                    .getSocketFactory()
                    .createSocket("127.0.0.1", server.listening().orElseThrow().getPort());
            socket.getOutputStream()
                    .write("POST /admission HTTP/1.1\r\nHost: guard\r\nContent-Length: 9\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            silent.add(socket);
        }

        // Then
        await().atMost(SOON).until(() -> post(certificate, "{}") == 503);
        await().atMost(Duration.ofSeconds(20)).until(() -> post(certificate, "{}") == 400);

        for (var socket : silent) {
            socket.close();
        }
    }

    @Test
    void onlyWhoseAuthorityIsKnownIsAnswered() throws Exception {
        // Given
        certificate.write(home.resolve("tls"));
        server = server(guard, Optional.of(home.resolve("clients.crt")));
        server.start();

        // Then it does not listen without its authorities
        assertThat(server.status().on()).isFalse();
        assertThat(server.status().detail()).contains("clients.crt");

        // When
        var client = TestCertificate.make();
        Files.writeString(home.resolve("clients.crt"), client.certificate());
        await().atMost(SOON).until(() -> server.status().on());

        // Then
        assertThatThrownBy(() -> post(certificate, "{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post(certificate, keysOf(TestCertificate.make()), "{}"))
                .isInstanceOf(IOException.class);
        assertThat(post(certificate, keysOf(client), "{}")).isEqualTo(400);
    }

    private KeyManager[] keysOf(TestCertificate of) throws Exception {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(of.certificate()))
                .addKeyValue(Buffer.buffer(of.key()))
                .getKeyManagerFactory(vertx)
                .getKeyManagers();
    }

    private void permit(String message) {
        var matcher = Pattern.compile("allow-removal=([0-9a-f]{10})").matcher(message);
        assertThat(matcher.find()).isTrue();
        permit = matcher.group(1);
        client.secrets()
                .inNamespace("shop")
                .withName("db")
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToAnnotations("rotation.ota-lite.io/allow-removal", permit)
                        .endMetadata()
                        .build());
    }

    private void guardedCluster() throws IOException {
        certificate.write(home.resolve("tls"));
        server.start();
        cluster = ClusterEmulator.start(ClusterSettings.in(home.resolve("cluster"), 0), Clock.systemUTC());
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(home.resolve("cluster/kubeconfig"))))
                .build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .addToLabels("rotation.ota-lite.io/guard", "enabled")
                        .endMetadata()
                        .build())
                .create();
        client.resource("---\n" + """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: ota-lite-guard}
                webhooks:
                  - name: guard.rotation.ota-lite.io
                    admissionReviewVersions: [v1]
                    sideEffects: None
                    failurePolicy: Ignore
                    timeoutSeconds: 30
                    namespaceSelector: {matchLabels: {rotation.ota-lite.io/guard: enabled}}
                    rules:
                      - {operations: [UPDATE, DELETE], apiGroups: [""], apiVersions: [v1], resources: [secrets, configmaps]}
                      - {operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}
                    clientConfig: {url: "https://127.0.0.1:%d/admission", caBundle: %s}
                """.formatted(server.listening().orElseThrow().getPort(), certificate.caBundle()))
                .create();
    }

    /** Created in the cluster, and seen. */
    private <T extends HasMetadata> T create(T object) throws IOException {
        var created = client.resource(object).create();
        world.put(ObjectReader.read(JSON.readTree(Serialization.asJson(created))));
        return created;
    }

    private static Secret secret() {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("db")
                .endMetadata()
                .addToData("user", "YQ==")
                .addToData("password", "YQ==")
                .build();
    }

    private static Deployment deployment(String secret) {
        return Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers: [{name: main, image: web}]
                      volumes: [{name: v, secret: %s}]
                """.formatted(secret), Deployment.class);
    }

    private int post(TestCertificate trusted, String body) throws Exception {
        return post(trusted, new KeyManager[0], body);
    }

    private int post(TestCertificate trusted, KeyManager[] own, String body) throws Exception {
        var context = context(trusted, own);
        var uri = URI.create("https://127.0.0.1:%d/admission"
                .formatted(server.listening().orElseThrow().getPort()));
        try (var http = HttpClient.newBuilder().sslContext(context).build()) {
            return http.send(
                            HttpRequest.newBuilder(uri)
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static SSLContext context(TestCertificate trusted, KeyManager[] own) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "guard",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(trusted.certificate().getBytes(StandardCharsets.US_ASCII))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }
}
