package io.otalite.benchmarks.restart;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/**
 * A model, and not the measurement of any product: a restarter that lists all Deployments for each event, looks for those that use the
 * Secret, and patches all of them as fast as its client allows. Its client has the defaults of the Kubernetes client library for Go, five
 * requests a second after a burst of ten. It is told of the event at once, and knows no other kind of workload: both are in its favour.
 */
final class RestarterModel {
    static final double REQUESTS_PER_SECOND = 5;
    static final int BURST = 10;

    private static final String RESTARTED = "benchmark.ota-lite.io/restarted";

    private final KubernetesClient client;
    private double tokens = BURST;
    private long filled = System.nanoTime();

    RestarterModel(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What one event cost.
     *
     * @param first when the first template was patched, by {@link System#nanoTime}
     * @param objectsRead how many Deployments were listed
     */
    record Reaction(long first, long last, int objectsRead, int requests) {}

    /** Reacts to an event. @param most how many are patched */
    Reaction react(String namespace, String mark, int most) throws InterruptedException {
        spend();
        var listed = client.apps().deployments().inAnyNamespace().list().getItems();
        var concerned = listed.stream()
                .filter(each -> uses(each, namespace))
                .limit(most)
                .toList();
        var first = patch(concerned.getFirst(), mark);
        var last = first;
        for (var deployment : concerned.subList(1, concerned.size())) {
            last = patch(deployment, mark);
        }
        return new Reaction(first, last, listed.size(), 1 + concerned.size());
    }

    /** How long the requests for so many consumers take at least, if each is answered at once. */
    static double leastSeconds(int consumers) {
        return Math.max(0, 1 + consumers - BURST) / REQUESTS_PER_SECOND;
    }

    private static boolean uses(Deployment deployment, String namespace) {
        return deployment.getMetadata().getNamespace().equals(namespace)
                && deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                        .flatMap(container -> container.getEnv().stream())
                        .anyMatch(variable -> variable.getValueFrom() != null
                                && variable.getValueFrom().getSecretKeyRef() != null
                                && ManyConsumers.SECRET.equals(variable.getValueFrom()
                                        .getSecretKeyRef()
                                        .getName()));
    }

    private long patch(Deployment deployment, String mark) throws InterruptedException {
        spend();
        var patch = new DeploymentBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName())
                .withNamespace(deployment.getMetadata().getNamespace())
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .addToAnnotations(RESTARTED, mark)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        client.resource(patch).fieldManager("restarter-model").serverSideApply();
        return System.nanoTime();
    }

    /** Waits for the right to one request. */
    private void spend() throws InterruptedException {
        fill();
        if (tokens < 1) {
            TimeUnit.NANOSECONDS.sleep((long) ((1 - tokens) / REQUESTS_PER_SECOND * 1e9));
            fill();
        }
        tokens -= 1;
    }

    private void fill() {
        var now = System.nanoTime();
        tokens = Math.min(BURST, tokens + (now - filled) / 1e9 * REQUESTS_PER_SECOND);
        filled = now;
    }
}
