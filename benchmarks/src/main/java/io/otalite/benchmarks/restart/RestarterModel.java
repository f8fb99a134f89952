package io.otalite.benchmarks.restart;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * A model, and not the measurement of any product: a restarter that lists all Deployments for each event, looks for those that use the
 * Secret, and patches all of them as fast as its client allows. Its client has the defaults of the Kubernetes client library for Go, five
 * requests a second after a burst of ten. It is told of the event at once, and knows no other kind of workload: both are in its favour.
 * Its first patch is made; how long all of them take follows from the client's limit.
 */
final class RestarterModel {
    private static final double REQUESTS_PER_SECOND = 5;
    private static final int BURST = 10;

    private static final String RESTARTED = "benchmark.ota-lite.io/restarted";

    private final KubernetesClient client;

    RestarterModel(KubernetesClient client) {
        this.client = client;
    }

    /** Reacts to an event as far as to the first patch. @return how many Deployments were read for it */
    int react(String namespace, String mark) {
        var listed = client.apps().deployments().inAnyNamespace().list().getItems();
        var first = listed.stream().filter(each -> uses(each, namespace)).findFirst();
        patch(first.orElseThrow(), mark);
        return listed.size();
    }

    /** What it asks of the API server for one event. */
    static int requests(int consumers) {
        return 1 + consumers;
    }

    /** How long the requests for so many consumers take at least, if each is answered at once. */
    static double leastSeconds(int consumers) {
        return Math.max(0, requests(consumers) - BURST) / REQUESTS_PER_SECOND;
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

    private void patch(Deployment deployment, String mark) {
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
    }
}
