package io.otalite.local.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what pods write into one file for each Deployment, where it stays when the pod is gone: a pod takes its log with it,
 * and the log is wanted most when the pod could not live. Each run of a container is followed by a thread of its own.
 */
final class LogCopies {
    private static final Logger LOG = LoggerFactory.getLogger(LogCopies.class);
    private static final long LIMIT_BYTES = 50L * 1024 * 1024;

    private final KubernetesClient client;
    private final Path folder;
    private final Set<String> followed = ConcurrentHashMap.newKeySet();

    LogCopies(KubernetesClient client, Path folder) {
        this.client = client;
        this.folder = folder;
    }

    /** Where the log of a Deployment is. */
    Path file(String deployment) {
        return folder.resolve(deployment + ".log");
    }

    /** Puts the log of an earlier life aside. */
    void startAnew(String deployment) {
        try {
            putAside(file(deployment));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("deployment", deployment).log("The last log could not be put aside");
        }
    }

    /** Follows the present run of the pod's container, unless that is done already, or there is none. */
    void follow(Pod pod, String deployment) {
        run(pod).filter(followed::add)
                .ifPresent(run -> Thread.ofVirtual().name("log-" + run).start(() -> copy(pod, deployment)));
    }

    private static Optional<String> run(Pod pod) {
        return Optional.ofNullable(pod.getStatus())
                .flatMap(status -> status.getContainerStatuses().stream().findFirst())
                .filter(LogCopies::hasBegun)
                .map(container -> pod.getMetadata().getUid() + "-" + container.getRestartCount());
    }

    private static boolean hasBegun(ContainerStatus container) {
        return container.getState() != null
                && (container.getState().getRunning() != null
                        || container.getState().getTerminated() != null);
    }

    private void copy(Pod pod, String deployment) {
        try (var watch = client.pods().resource(pod).watchLog();
                var lines = watch.getOutput()) {
            var buffer = new byte[8192];
            for (var read = lines.read(buffer); read >= 0; read = lines.read(buffer)) {
                append(file(deployment), buffer, read);
            }
        } catch (IOException | KubernetesClientException e) {
            run(pod).ifPresent(followed::remove);
            LOG.atDebug().setCause(e).addKeyValue("deployment", deployment).log("A log is not followed any more");
        }
    }

    private synchronized void append(Path file, byte[] bytes, int length) throws IOException {
        if (Files.exists(file) && Files.size(file) > LIMIT_BYTES) {
            putAside(file);
        }
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(bytes, 0, length);
        }
    }

    private static void putAside(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
