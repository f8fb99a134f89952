package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.otalite.local.cluster.Workloads;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The emulators of Google and of a cluster, and what rotation-service needs of them to rotate the key of the archive. */
@Timeout(120)
class RotationSecretsTest {
    private static final String BUCKET = "rotation.ota-lite.io/bucket";
    private static final String ENCRYPTION = "rotation-encryption";
    private static final String LOGIN = "rotation-database";
    private static final String ACCOUNT = "rotation@ota-local.iam.gserviceaccount.com";

    @TempDir
    private Path folder;

    @Test
    void givenAStateOfBeforeThereWereRotations_whenStarted_thenTheKeyOfTheArchiveCanBeRotatedAndNothingElseIsNew()
            throws Exception {
        // Given
        String key;
        try (var system = system()) {
            system.start();
            key = keyId(system);
            unlearnRotations(system);
        }

        // When
        try (var system = system()) {
            system.start();

            // Then
            assertThat(archive(system).getMetadata().getAnnotations()).containsEntry(BUCKET, Archive.BUCKET);
            var encryption =
                    system.cluster().secrets(Workloads.ROTATION_NAMESPACE).read(ENCRYPTION, "key");
            assertThat(Base64.getDecoder().decode(encryption)).hasSize(32);
            assertThat(new String(encryption, StandardCharsets.UTF_8))
                    .isEqualTo(Files.readString(secret("rotation-encryption-key")));
            assertThat(keyId(system)).isEqualTo(key);
            assertThat(keysOfTheAccount(system)).containsExactly(key);
        }
    }

    @Test
    void givenALoginWithoutAName_whenStarted_thenItHasOneAndSaysHowItIsRotated() throws Exception {
        // Given
        try (var system = system()) {
            system.start();
            unlearnLogin(system);
        }

        // When
        try (var system = system()) {
            system.start();

            // Then
            assertThat(entry(system, "username")).isEqualTo("rotation_a");
            assertThat(entry(system, "password")).isEqualTo(Files.readString(secret("rotation-postgres-password")));
            assertThat(login(system).getMetadata().getAnnotations())
                    .containsEntry("rotation.ota-lite.io/credential", "postgres-login")
                    .containsEntry("rotation.ota-lite.io/postgres-group", "rotation")
                    .containsEntry("rotation.ota-lite.io/postgres-roles", "rotation_a, rotation_b")
                    .containsEntry("rotation.ota-lite.io/postgres-server", "main");
        }
    }

    @Test
    void givenTheLoginWasRotated_whenStarted_thenItStays() throws Exception {
        // Given
        try (var system = system()) {
            system.start();
            system.cluster()
                    .secrets(Workloads.ROTATION_NAMESPACE)
                    .replace(LOGIN, Map.of("username", "rotation_b", "password", "the next one"));
        }

        // When
        try (var system = system()) {
            system.start();

            // Then
            assertThat(entry(system, "username")).isEqualTo("rotation_b");
            assertThat(entry(system, "password")).isEqualTo("the next one");
        }
    }

    @Test
    void whatSomebodyElseHasSetStays() throws Exception {
        // Given
        try (var system = system()) {
            system.start();
            edit(system, "another-bucket");

            // When
            system.cluster().secrets(Workloads.NAMESPACE).annotateIfAbsent(Archive.CREDENTIAL, BUCKET, "ours");

            // Then
            assertThat(archive(system).getMetadata().getAnnotations()).containsEntry(BUCKET, "another-bucket");
        }
    }

    private LocalSystem system() {
        var settings = LocalSystemTest.settings(folder.resolve("state"), Ports.free())
                .without("kafka")
                .without("postgres");
        return new LocalSystem(settings, Clock.systemUTC());
    }

    private Path secret(String name) {
        return folder.resolve("state/secrets").resolve(name);
    }

    private void unlearnRotations(LocalSystem system) throws Exception {
        edit(system, null);
        system.cluster().secrets(Workloads.ROTATION_NAMESPACE).delete(ENCRYPTION);
        Files.delete(secret("rotation-encryption-key"));
        Files.move(secret("key-admin-key.json"), secret("key-reader-key.json"));
    }

    private static void unlearnLogin(LocalSystem system) {
        system.cluster().client().resource(login(system)).edit(secret -> {
            secret.getData().remove("username");
            secret.getMetadata().setAnnotations(Map.of());
            return secret;
        });
    }

    private static Secret login(LocalSystem system) {
        return system.cluster()
                .client()
                .secrets()
                .inNamespace(Workloads.ROTATION_NAMESPACE)
                .withName(LOGIN)
                .require();
    }

    private static String entry(LocalSystem system, String name) {
        return new String(
                system.cluster().secrets(Workloads.ROTATION_NAMESPACE).read(LOGIN, name), StandardCharsets.UTF_8);
    }

    private static Secret archive(LocalSystem system) {
        return system.cluster()
                .client()
                .secrets()
                .inNamespace(Workloads.NAMESPACE)
                .withName(Archive.CREDENTIAL)
                .require();
    }

    private static void edit(LocalSystem system, @Nullable String bucket) {
        system.cluster().client().resource(archive(system)).edit(secret -> {
            if (bucket == null) {
                secret.getMetadata().getAnnotations().remove(BUCKET);
            } else {
                secret.getMetadata().getAnnotations().put(BUCKET, bucket);
            }
            return secret;
        });
    }

    private static String keyId(LocalSystem system) throws Exception {
        var file = system.cluster().secrets(Workloads.ROTATION_NAMESPACE).read("rotation-google", "key.json");
        return new ObjectMapper().readTree(file).path("private_key_id").asText();
    }

    private static List<String> keysOfTheAccount(LocalSystem system) throws Exception {
        var uri = system.endpoints().google()
                + "/v1/projects/%s/serviceAccounts/%s/keys".formatted(Archive.PROJECT, ACCOUNT);
        var token = Files.readString(system.endpoints().adminTokenFile()).strip();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(uri))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
            return new ObjectMapper()
                    .readTree(answer.body()).path("keys").findValuesAsText("name").stream()
                            .map(name -> name.substring(name.lastIndexOf('/') + 1))
                            .toList();
        }
    }
}
