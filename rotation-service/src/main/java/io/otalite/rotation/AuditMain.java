package io.otalite.rotation;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.rotation.audit.AuditException;
import io.otalite.rotation.audit.cli.AuditCommand;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.kubernetes.ClusterSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** The second entry point of this service: {@code ota audit}, for a person's machine and for CI. */
public final class AuditMain {
    private static final int CONNECT_MILLIS = 5_000;

    private AuditMain() {}

    public static void main(String[] arguments) {
        var clock = Clock.systemUTC();
        var command = new AuditCommand(
                (kubeconfig, context, namespaces) -> read(kubeconfig, context, namespaces, clock), clock, System.in);
        System.exit(command.line().execute(arguments));
    }

    private static World read(
            Optional<Path> kubeconfig, Optional<String> context, Set<String> namespaces, Clock clock) {
        try (var client = new KubernetesClientBuilder()
                .withConfig(config(kubeconfig, context))
                .build()) {
            // Whoever is not reached at all is not waited for.
            client.getKubernetesVersion();
            return ClusterSnapshot.take(client, namespaces, clock)
                    .orElseThrow(() -> new AuditException("the cluster at %s did not list its objects within a minute"
                            .formatted(client.getMasterUrl())));
        } catch (KubernetesClientException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new AuditException("the cluster cannot be read: " + cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditException("interrupted", e);
        }
    }

    private static Config config(Optional<Path> kubeconfig, Optional<String> context) {
        if (kubeconfig.isPresent() && !Files.isReadable(kubeconfig.get())) {
            throw new AuditException("there is no kubeconfig at " + kubeconfig.get());
        }
        var config = kubeconfig
                .map(file -> Config.fromKubeconfig(context.orElse(null), file.toFile()))
                .orElseGet(() -> Config.autoConfigure(context.orElse(null)));
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestRetryBackoffLimit(0);
        return config;
    }
}
