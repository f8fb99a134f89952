package io.otalite.local.demo;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.local.rotation.RotationServiceException;
import io.otalite.local.system.ExitHook;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace for what is done by hand, away from the product's own: made for the demo, and removed with everything in it, however the
 * demo ends. It stays while a rotation is under way, which may be writing to a Secret in it.
 */
final class DemoNamespace implements AutoCloseable {
    static final String NAME = "ota-demo";

    /** Says that rotation-service is asked before something in use is deleted there. */
    private static final String GUARD = "rotation.ota-lite.io/guard";

    private static final String OWNER = "app.kubernetes.io/managed-by";
    private static final String DEMO = "ota-demo";

    private final Scene scene;
    private final ExitHook hook;

    private DemoNamespace(Scene scene) {
        this.scene = scene;
        this.hook = ExitHook.register("remove-namespace", this::removeAtExit);
    }

    /** Makes it, guarded. */
    static DemoNamespace create(Scene scene) {
        scene.cluster()
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withLabels(Map.of(OWNER, DEMO, GUARD, "enabled"))
                        .endMetadata()
                        .build())
                .create();
        return new DemoNamespace(scene);
    }

    /**
     * Removes what a demo has left that was killed.
     *
     * @throws DemoFailedException when somebody else has a namespace of that name
     */
    static void removeLeftOver(Scene scene) throws InterruptedException {
        var present = scene.cluster().client().namespaces().withName(NAME).get();
        if (present == null) {
            return;
        }
        var labels = Optional.ofNullable(present.getMetadata().getLabels()).orElse(Map.of());
        if (!DEMO.equals(labels.get(OWNER))) {
            throw new DemoFailedException("no namespace %s but the demo's own".formatted(NAME), "another one");
        }
        scene.narrator().say("Removing the namespace %s, left over from a demo that was killed.".formatted(NAME));
        remove(scene);
    }

    /** From now on anything can be deleted there. */
    void unguard() {
        var unused = client().namespaces().withName(NAME).edit(namespace -> {
            namespace.getMetadata().getLabels().remove(GUARD);
            return namespace;
        });
    }

    private KubernetesClient client() {
        return scene.cluster().client();
    }

    @Override
    public void close() {
        try {
            scene.rotations().awaitNone();
            remove(scene);
            hook.cancel();
        } catch (InterruptedException _) {
            // The hook is still there, and removes it when this JVM ends.
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Scene scene) throws InterruptedException {
        var namespace = scene.cluster().client().namespaces().withName(NAME);
        namespace.delete();
        Wait.until(
                "the namespace %s to be gone".formatted(NAME),
                () -> Optional.of(NAME).filter(_ -> namespace.get() == null),
                () -> "it is still there");
    }

    private void removeAtExit() {
        try {
            var underWay = scene.rotations().underWay();
            if (underWay.isEmpty()) {
                client().namespaces().withName(NAME).delete();
            } else {
                scene.narrator()
                        .say("%s goes on, and ends by itself; the namespace %s stays for it until the next ./ota demo."
                                .formatted(String.join(", ", underWay), NAME));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (KubernetesClientException | RotationServiceException e) {
            scene.narrator()
                    .say("The namespace %s is still there; the next ./ota demo removes it: %s"
                            .formatted(NAME, String.valueOf(e.getMessage())));
        }
    }
}
