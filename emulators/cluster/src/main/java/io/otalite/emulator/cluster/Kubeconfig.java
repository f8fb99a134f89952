package io.otalite.emulator.cluster;

import io.otalite.access.AccessToken;
import io.otalite.emulator.cluster.disk.PrivateFiles;
import io.otalite.emulator.cluster.wire.Yaml;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The file by which kubectl and the client libraries find a cluster and prove who they are.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">kubeconfig</a>
 */
record Kubeconfig(URI server, String caPem, AccessToken token) {
    private static final String CONTEXT = "ota-lite";

    /**
     * Sees that a file can be replaced without loss.
     *
     * @throws IOException when it is somebody's own
     */
    static void requireReplaceable(Path file) throws IOException {
        if (Files.exists(file) && !isOurs(file)) {
            throw new IOException(("%s is there and not of an emulator (its current-context is not %s), and would be"
                            + " replaced; choose another file with --kubeconfig")
                    .formatted(file, CONTEXT));
        }
    }

    private static boolean isOurs(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        try {
            return Yaml.parse(bytes).path("current-context").asText().equals(CONTEXT);
        } catch (IOException _) {
            return false;
        }
    }

    /** Only its owner can read it, as it holds the token. */
    void write(Path file) throws IOException {
        PrivateFiles.write(file, text());
    }

    private String text() {
        return """
                apiVersion: v1
                kind: Config
                current-context: ota-lite
                clusters:
                - name: ota-lite
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                contexts:
                - name: ota-lite
                  context:
                    cluster: ota-lite
                    user: admin
                    namespace: default
                users:
                - name: admin
                  user:
                    token: %s
                """.formatted(
                server, Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8)), token.reveal());
    }
}
