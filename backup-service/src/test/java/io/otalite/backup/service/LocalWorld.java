package io.otalite.backup.service;

import io.otalite.access.AccessToken;
import io.otalite.backup.LocalGoogle;
import io.otalite.events.kafka.BrokerProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Everything around the service: a broker and Google, and the place where the key is mounted, empty at the start. */
public final class LocalWorld implements QuarkusTestResourceLifecycleManager {
    static final String ADMIN_TOKEN = "the-admin-token-of-the-service-0123456789abcd";

    private Path directory;
    private BrokerProcess broker;
    private LocalGoogle google;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("backup-service-test");
            var token = Files.writeString(
                    directory.resolve("admin-token.sha256"),
                    AccessToken.of(ADMIN_TOKEN).hash().sha256Hex());
            google = new LocalGoogle(Files.createDirectory(directory.resolve("google")));
            broker = new BrokerProcess(Files.createDirectory(directory.resolve("broker")));
            return Map.ofEntries(
                    Map.entry("kafka.bootstrap.servers", broker.bootstrapServers()),
                    Map.entry("ota.access.admin-token-sha256-file", token.toString()),
                    Map.entry("ota.archive.bucket", LocalGoogle.BUCKET),
                    Map.entry("ota.archive.project", LocalGoogle.PROJECT),
                    Map.entry("ota.archive.service-account", LocalGoogle.ACCOUNT),
                    Map.entry("ota.archive.emulator-url", google.uri().toString()),
                    Map.entry("ota.archive.credential-file", mount().toString()),
                    Map.entry("ota.archive.credential-look-interval", "200ms"),
                    Map.entry("ota.archive.credential-proof-interval", "1s"),
                    Map.entry("ota.archive.credential-retry-interval", "500ms"),
                    Map.entry("ota.hold.longest-pause", "2s"),
                    Map.entry("ota.intake.broker-timeout", "3s"),
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.management.test-port", "0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        broker.close();
        google.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(LocalWorld.class));
    }

    BrokerProcess broker() {
        return broker;
    }

    LocalGoogle google() {
        return google;
    }

    void mountKey() {
        mountFile(google.keyFile());
    }

    void mountFile(Path file) {
        try {
            var copy = Files.copy(file, mount().resolveSibling("next"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, mount(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path mount() {
        return directory.resolve("mounted-key.json");
    }
}
