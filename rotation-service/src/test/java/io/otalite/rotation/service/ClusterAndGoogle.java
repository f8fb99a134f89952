package io.otalite.rotation.service;

import com.google.auth.oauth2.ServiceAccountCredentials;
import io.fabric8.kubernetes.client.Config;
import io.otalite.access.AccessToken;
import io.otalite.emulator.google.EmulatorSettings;
import io.otalite.emulator.google.EmulatorSettings.Account;
import io.otalite.emulator.google.EmulatorSettings.Address;
import io.otalite.emulator.google.EmulatorSettings.Limits;
import io.otalite.emulator.google.EmulatorSettings.Project;
import io.otalite.emulator.google.GoogleEmulator;
import io.otalite.emulator.google.access.Duty;
import io.otalite.rotation.TestCluster;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cluster and a project of Google; no database, no Kafka, no certificate. */
public final class ClusterAndGoogle implements QuarkusTestResourceLifecycleManager {
    static final String ADMIN_TOKEN = "the-admin-token-of-the-service-0123456789abcd";
    static final String PROJECT = "ota-test";
    static final String BACKUP = "backup@ota-test.iam.gserviceaccount.com";

    private static final String READER = "reader@ota-test.iam.gserviceaccount.com";

    private static final String SHOP = """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: bank}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: credential, namespace: shop}
            stringData: {key.json: '{"private_key_id": "%s", "client_email": "%s"}'}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: left-over, namespace: shop}, stringData: {a: b}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 0
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                    - name: web
                      image: registry.test/web:1
                      envFrom: [{secretRef: {name: credential}}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: blocked, namespace: shop}
            spec:
              replicas: 0
              selector: {matchLabels: {app: blocked}}
              template:
                metadata: {labels: {app: blocked}}
                spec: {containers: [{name: c, image: "registry.test/web:1", envFrom: [{secretRef: {name: credentials}}]}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: blocked, namespace: bank}
            spec:
              replicas: 0
              selector: {matchLabels: {app: blocked}}
              template:
                metadata: {labels: {app: blocked}}
                spec: {containers: [{name: c, image: "registry.test/bank:1", envFrom: [{secretRef: {name: vault}}]}]}
            """;

    private Path directory;
    private TestCluster cluster;
    private GoogleEmulator google;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("rotation-service");
            cluster = new TestCluster(Files.createDirectory(directory.resolve("cluster")));
            google = GoogleEmulator.start(
                    new EmulatorSettings(
                            Address.loopback(0),
                            directory.resolve("google"),
                            AccessToken.of(ADMIN_TOKEN).hash(),
                            new Project(
                                    PROJECT,
                                    "ota-archive",
                                    List.of(
                                            new Account(BACKUP, directory.resolve("backup.json"), Duty.STORAGE),
                                            new Account(READER, directory.resolve("reader.json"), Duty.KEY_READER))),
                            Limits.DEFAULT),
                    Clock.systemUTC());
            cluster.create(SHOP.formatted(keyId(), BACKUP));
            return settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> settings() throws IOException {
        var token = Files.writeString(
                directory.resolve("token"), AccessToken.of(ADMIN_TOKEN).hash().sha256Hex());
        var kubeconfig = Config.fromKubeconfig(Files.readString(directory.resolve("cluster/kubeconfig")));
        var settings = new HashMap<String, String>();
        settings.put("quarkus.kubernetes-client.api-server-url", kubeconfig.getMasterUrl());
        settings.put("quarkus.kubernetes-client.ca-cert-data", kubeconfig.getCaCertData());
        settings.put("quarkus.kubernetes-client.token", kubeconfig.getAutoOAuthToken());
        settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:9/rotation");
        settings.put("kafka.bootstrap.servers", "127.0.0.1:9");
        settings.put("ota.access.admin-token-sha256-file", token.toString());
        settings.put("ota.lease.enabled", "false");
        settings.put("ota.images.enabled", "false");
        settings.put("ota.google.project", PROJECT);
        settings.put("ota.google.emulator-url", google.uri().toString());
        settings.put(
                "ota.google.credential-file", directory.resolve("reader.json").toString());
        settings.put("ota.google.interval", "PT0.5S");
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {
        try {
            google.close();
            cluster.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(ClusterAndGoogle.class));
    }

    TestCluster cluster() {
        return cluster;
    }

    GoogleEmulator google() {
        return google;
    }

    /** The id of the key of {@link #BACKUP}. */
    String keyId() {
        try (var in = Files.newInputStream(directory.resolve("backup.json"))) {
            return ServiceAccountCredentials.fromStream(in).getPrivateKeyId();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
