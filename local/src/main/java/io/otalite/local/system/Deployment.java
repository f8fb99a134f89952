package io.otalite.local.system;

import io.otalite.local.cluster.LocalManifests;
import io.otalite.local.cluster.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What this system has to put into the cluster: the manifests with its own addresses, and the secrets they name. */
record Deployment(LocalSystemSettings settings, Endpoints endpoints, LocalSecrets secrets) {

    static final List<String> SERVICES = List.of(Parts.API, Parts.BACKUP);

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
        manifests.configure("archive", "emulator-url", endpoints.google().toString());
        manifests.localPorts(Parts.API, ports(PortName.API, PortName.API_MANAGEMENT));
        manifests.localPorts(Parts.BACKUP, ports(PortName.BACKUP, PortName.BACKUP_MANAGEMENT));
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
     * admin token goes by the token's file.
     */
    private void createSecrets(Workloads cluster) {
        cluster.createIfAbsent("api-database", Map.of("password", read(secrets.databasePassword())));
        cluster.createIfAbsent("api-key-encryption", Map.of("key", read(secrets.keyEncryptionKey())));
        cluster.replaceSecret("admin-token-hash", Map.of("sha256", read(secrets.adminTokenHash())));
        if (Files.exists(secrets.archiveCredential())) {
            cluster.createIfAbsent("archive-credential", Map.of("key.json", read(secrets.archiveCredential())));
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
