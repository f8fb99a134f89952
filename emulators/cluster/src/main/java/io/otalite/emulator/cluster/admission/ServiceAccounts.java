package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.List;

/**
 * Gives a pod its identity: the name of its service account, the account's pull secrets, and a volume with a token for the
 * API in every container.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller">ServiceAccount
 *     admission controller</a>
 */
final class ServiceAccounts {
    static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** An hour, and some time to renew it in. */
    private static final int TOKEN_SECONDS = 3607;

    private static final int FILE_MODE = 420;

    private ServiceAccounts() {}

    /** @throws Refusal 403 when there is no such account */
    static void admit(ObjectKey key, ObjectNode pod, Lookup lookup) {
        var spec = pod.withObjectProperty("spec");
        if (text(spec, "serviceAccountName").isEmpty()) {
            spec.put("serviceAccountName", "default").put("serviceAccount", "default");
        }
        var name = text(spec, "serviceAccountName");
        var account = lookup.get(new ObjectKey(Kinds.SERVICE_ACCOUNT, key.namespace(), name))
                .orElseThrow(() -> Refusal.forbidden(
                        key,
                        "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                                .formatted(key.namespace(), name, name)));
        if (!spec.has("imagePullSecrets") && account.has("imagePullSecrets")) {
            spec.set("imagePullSecrets", account.get("imagePullSecrets").deepCopy());
        }
        if (mountsToken(spec, account)) {
            mountToken(pod, spec);
        }
    }

    private static boolean mountsToken(JsonNode spec, JsonNode account) {
        var ofPod = spec.path("automountServiceAccountToken");
        return (ofPod.isMissingNode() ? account.path("automountServiceAccountToken") : ofPod).asBoolean(true);
    }

    private static void mountToken(ObjectNode pod, ObjectNode spec) {
        var volume = "kube-api-access-" + Metadata.uid(pod).substring(0, 5);
        var isMounted = false;
        for (var list : List.of("initContainers", "containers")) {
            for (var container : objects(spec, list)) {
                if (!hasToken(container)) {
                    container
                            .withArrayProperty("volumeMounts")
                            .addObject()
                            .put("name", volume)
                            .put("readOnly", true)
                            .put("mountPath", TOKEN_PATH);
                    isMounted = true;
                }
            }
        }
        if (isMounted) {
            addVolume(volume, spec);
        }
    }

    private static boolean hasToken(JsonNode container) {
        return objects(container, "volumeMounts").stream()
                .anyMatch(mount -> text(mount, "mountPath").equals(TOKEN_PATH));
    }

    private static void addVolume(String name, ObjectNode spec) {
        var projected = spec.withArrayProperty("volumes")
                .addObject()
                .put("name", name)
                .putObject("projected")
                .put("defaultMode", FILE_MODE);
        var sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", "token");
        sources.addObject()
                .putObject("configMap")
                .put("name", "kube-root-ca.crt")
                .putArray("items")
                .addObject()
                .put("key", "ca.crt")
                .put("path", "ca.crt");
        sources.addObject()
                .putObject("downwardAPI")
                .putArray("items")
                .addObject()
                .put("path", "namespace")
                .putObject("fieldRef")
                .put("apiVersion", "v1")
                .put("fieldPath", "metadata.namespace");
    }
}
