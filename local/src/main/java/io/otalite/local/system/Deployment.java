package io.otalite.local.system;

import io.otalite.local.cluster.LocalManifests;
import io.otalite.local.cluster.Secrets;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.postgres.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What this system has to put into the cluster: the manifests with its own addresses, and the secrets they name. */
record Deployment(LocalSystemSettings settings, Endpoints endpoints, LocalSecrets secrets, GuardCertificate guard) {

    static final List<String> SERVICES = List.of(Parts.API, Parts.BACKUP, Parts.ROTATION);

    private static final String LOGIN = "rotation-database";

    /** A system that was killed left its pods behind, and they may know addresses that are somebody else's by now. */
    void endWhatRuns(Workloads cluster) {
        cluster.scale(SERVICES, 0);
    }

    void applyTo(Workloads cluster) {
        var manifests = manifests();
        var namespace = manifests.objects().stream()
                .filter(object -> object.path("kind").asText().equals("Namespace"))
                .toList();
        cluster.apply(namespace);
        createSecrets(cluster);
        cluster.apply(manifests.objects());
    }

    private LocalManifests manifests() {
        var manifests = LocalManifests.render(settings.manifests());
        manifests.configure("kafka", "bootstrap-servers", endpoints.kafka());
        manifests.configure("api-database", "jdbc-url", endpoints.jdbcUrl());
        manifests.configure("rotation-database", "jdbc-url", endpoints.jdbcUrl(PostgresPart.ROTATION));
        manifests.configure("archive", "emulator-url", endpoints.google().toString());
        manifests.configure("google", "emulator-url", endpoints.google().toString());
        manifests.trust("ota-lite-guard", guard.caBundle());
        manifests.localPorts(Parts.API, ports(PortName.API, PortName.API_MANAGEMENT));
        manifests.localPorts(Parts.BACKUP, ports(PortName.BACKUP, PortName.BACKUP_MANAGEMENT));
        var rotation = new HashMap<>(ports(PortName.ROTATION, PortName.ROTATION_MANAGEMENT));
        rotation.put("guard", endpoints.ports().number(PortName.GUARD));
        manifests.localPorts(Parts.ROTATION, rotation);
        for (var service : SERVICES) {
            manifests.replicas(service, settings.processes().contains(service) ? 1 : 0);
            settings.environment()
                    .getOrDefault(service, Map.of())
                    .forEach((variable, value) -> manifests.environment(service, variable, value));
        }
        return manifests;
    }

    private Map<String, Integer> ports(PortName main, PortName management) {
        return Map.of(
                "http", endpoints.ports().number(main),
                "management", endpoints.ports().number(management));
    }

    /**
     * Names and keys are those of deploy/kubernetes. What exists is kept, because it may have been rotated; only the hash of the
     * admin token goes by the token's file, and the guard's certificate by what the API server is told to trust.
     */
    private void createSecrets(Workloads cluster) {
        var hash = Map.of("sha256", read(secrets.adminTokenHash()));
        var product = cluster.secrets(Workloads.NAMESPACE);
        product.createIfAbsent("api-database", Map.of("password", read(secrets.databasePassword())));
        product.createIfAbsent("api-key-encryption", Map.of("key", read(secrets.keyEncryptionKey())));
        product.replace("admin-token-hash", hash);
        createKeyFile(product, Archive.CREDENTIAL, secrets.archiveCredential());
        // By this a rotation proves that the new key does what the old one is for.
        product.annotateIfAbsent(Archive.CREDENTIAL, "rotation.ota-lite.io/bucket", Archive.BUCKET);
        var rotation = cluster.secrets(Workloads.ROTATION_NAMESPACE);
        createLogin(rotation);
        rotation.createIfAbsent("rotation-encryption", Map.of("key", read(secrets.rotationEncryptionKey())));
        rotation.replace("admin-token-hash", hash);
        rotation.replace("rotation-guard-tls", guard.secret());
        createKeyFile(rotation, "rotation-google", secrets.keyAdminCredential());
    }

    /** The database login of rotation-service, and what it needs to know to rotate that itself. */
    private void createLogin(Secrets rotation) {
        rotation.createIfAbsent(LOGIN, Map.of("password", read(secrets.rotationDatabasePassword())));
        rotation.addIfAbsent(LOGIN, "username", PostgresCluster.firstLogin(PostgresPart.ROTATION));
        var roles = "%s, %s"
                .formatted(
                        PostgresCluster.firstLogin(PostgresPart.ROTATION),
                        PostgresCluster.secondLogin(PostgresPart.ROTATION));
        rotation.annotateIfAbsent(LOGIN, "rotation.ota-lite.io/credential", "postgres-login");
        rotation.annotateIfAbsent(LOGIN, "rotation.ota-lite.io/postgres-server", "main");
        rotation.annotateIfAbsent(LOGIN, "rotation.ota-lite.io/postgres-group", PostgresPart.ROTATION);
        rotation.annotateIfAbsent(LOGIN, "rotation.ota-lite.io/postgres-roles", roles);
        rotation.createIfAbsent("rotation-postgres", Map.of("password", read(secrets.rotationPostgresPassword())));
    }

    /** Without the Google emulator there is no key. */
    private static void createKeyFile(Secrets secrets, String name, Path file) {
        if (Files.exists(file)) {
            secrets.createIfAbsent(name, Map.of("key.json", read(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LocalSystemException("The secret in " + file + " cannot be read: " + e, e);
        }
    }
}
