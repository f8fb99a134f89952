package io.otalite.manifests.deploy;

import static io.otalite.manifests.deploy.Cluster.elements;
import static io.otalite.manifests.deploy.Cluster.nameOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.manifests.deploy.Cluster.Workload;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the objects fit together: secrets, networks, permissions, settings. */
final class ClusterRules {
    private static final String CREDENTIAL = "archive-credential";
    private static final Set<String> CLUSTER_WIDE =
            Set.of("Namespace", "ClusterRole", "ClusterRoleBinding", "ValidatingWebhookConfiguration");
    /** What the API server mounts by itself. */
    private static final String TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount/";

    private static final Set<String> NAMESPACES = Set.of(Cluster.NAMESPACE, Cluster.ROTATION_NAMESPACE);

    private ClusterRules() {}

    static Stream<Rule> all() {
        return Stream.of(secrets(), permissions(), surroundings(), references()).flatMap(List::stream);
    }

    private static List<Rule> secrets() {
        return List.of(
                new Rule(
                        "no secret is in the manifests",
                        cluster -> cluster.all("Secret").map(Cluster::nameOf),
                        cluster -> cluster.objects().add(object("v1", "Secret", "leaked"))),
                new Rule(
                        "only backup-service names the credential of the archive",
                        cluster -> cluster.objects().stream()
                                .filter(object -> object.toString().contains(CREDENTIAL))
                                .map(Cluster::nameOf)
                                .filter(name -> !name.equals("backup-service")),
                        cluster -> secretVolume(cluster.workload("api-service"), CREDENTIAL, true)),
                Rule.ofWorkloads(
                        "no pod waits for the credential of the archive",
                        workload -> workload.volumes()
                                .map(volume -> volume.path("secret"))
                                .filter(secret ->
                                        secret.path("secretName").asText().equals(CREDENTIAL))
                                .allMatch(secret -> secret.path("optional").asBoolean(false)),
                        workload -> secretVolume(workload, CREDENTIAL, false)));
    }

    private static List<Rule> permissions() {
        return List.of(
                new Rule(
                        "nobody may create or delete secrets, and no permission is a wildcard",
                        cluster -> roles(cluster)
                                .filter(role -> elements(role.path("rules")).anyMatch(ClusterRules::grantsTooMuch))
                                .map(Cluster::nameOf),
                        cluster -> cluster.objects().add(role("ClusterRole", "too-much", "secrets", "create"))),
                new Rule(
                        "what holds in the whole cluster is looking, patching secrets and deployments, and saying what was seen",
                        cluster -> cluster.all("ClusterRole")
                                .flatMap(role -> elements(role.path("rules")))
                                .filter(rule -> !isReading(rule) && !isPatch(rule) && !isOfEvents(rule))
                                .map(JsonNode::toString),
                        cluster -> cluster.objects().add(role("ClusterRole", "too-much", "configmaps", "patch"))),
                new Rule(
                        "no service but rotation-service has a role: the others never ask the API server",
                        cluster -> Stream.concat(cluster.all("RoleBinding"), cluster.all("ClusterRoleBinding"))
                                .filter(binding -> !isOfRotation(binding))
                                .map(Cluster::nameOf),
                        cluster -> cluster.objects().add(object("rbac.authorization.k8s.io/v1", "RoleBinding", "b"))),
                new Rule(
                        "every workload has a service account of its own, which gives its token to nobody unasked",
                        cluster -> cluster.workloads()
                                .filter(workload -> cluster.all("ServiceAccount")
                                        .filter(workload::isIn)
                                        .filter(account -> !account.path("automountServiceAccountToken")
                                                .asBoolean(true))
                                        .noneMatch(account -> nameOf(account).equals(workload.name())))
                                .map(Workload::name),
                        cluster -> cluster.object("ServiceAccount", "api-service")
                                .put("automountServiceAccountToken", true)),
                new Rule(
                        "the guard holds nothing up, and is not asked about its own namespace",
                        cluster -> cluster.all("ValidatingWebhookConfiguration")
                                .flatMap(configuration -> elements(configuration.path("webhooks")))
                                .filter(webhook -> !isHarmless(webhook))
                                .map(webhook -> webhook.path("name").asText()),
                        cluster -> ((ObjectNode) cluster.object("ValidatingWebhookConfiguration", "ota-lite-guard")
                                        .at("/webhooks/0/namespaceSelector"))
                                .remove("matchExpressions")));
    }

    private static List<Rule> surroundings() {
        return List.of(
                new Rule(
                        "everything is in a namespace of the product, and each enforces the restricted profile",
                        ClusterRules::outsideOfTheNamespaces,
                        cluster -> cluster.object("ConfigMap", "kafka")
                                .withObject("/metadata")
                                .remove("namespace")),
                new Rule(
                        "what no policy allows is denied, in both directions",
                        cluster -> cluster.workloads()
                                .filter(workload -> cluster.all("NetworkPolicy")
                                        .filter(workload::isIn)
                                        .noneMatch(ClusterRules::deniesAll))
                                .map(Workload::name),
                        cluster -> cluster.object("NetworkPolicy", "deny-all")
                                .withArray("/spec/policyTypes")
                                .remove(1)),
                new Rule(
                        "every workload has a network policy of its own, and none of them is open to all",
                        cluster -> Stream.concat(
                                cluster.workloads()
                                        .filter(workload -> cluster.all("NetworkPolicy")
                                                .filter(workload::isIn)
                                                .noneMatch(policy ->
                                                        selects(policy.at("/spec/podSelector/matchLabels"), workload)))
                                        .map(Workload::name),
                                cluster.all("NetworkPolicy")
                                        .filter(ClusterRules::opensToAll)
                                        .map(Cluster::nameOf)),
                        cluster -> cluster.object("NetworkPolicy", "api-service")
                                .withArray("/spec/ingress")
                                .addObject()),
                new Rule(
                        "a drain of nodes takes one pod of a workload at a time",
                        cluster -> cluster.workloads()
                                .filter(workload -> cluster.all("PodDisruptionBudget")
                                        .filter(budget -> budget.at("/spec/maxUnavailable")
                                                        .asInt()
                                                == 1)
                                        .noneMatch(
                                                budget -> selects(budget.at("/spec/selector/matchLabels"), workload)))
                                .map(Workload::name),
                        cluster -> cluster.object("PodDisruptionBudget", "api-service")
                                .withObject("/spec/selector/matchLabels")
                                .put("app.kubernetes.io/name", "another")));
    }

    private static List<Rule> references() {
        return List.of(
                new Rule(
                        "every setting that a container takes from a ConfigMap is in it",
                        cluster -> cluster.workloads()
                                .flatMap(workload -> workload.containers()
                                        .flatMap(container -> elements(container.path("env")))
                                        .map(variable -> variable.at("/valueFrom/configMapKeyRef"))
                                        .filter(JsonNode::isObject)
                                        .filter(reference -> !isIn(cluster, workload, reference))
                                        .map(JsonNode::toString)),
                        cluster -> cluster.object("ConfigMap", "archive")
                                .withObject("/data")
                                .remove("bucket")),
                new Rule(
                        "every Service finds the pods and the ports of its workload",
                        cluster -> cluster.all("Service")
                                .filter(service -> cluster.workloads().noneMatch(workload -> serves(service, workload)))
                                .map(Cluster::nameOf),
                        cluster -> ((ObjectNode)
                                        cluster.object("Service", "api-service").at("/spec/ports/0"))
                                .put("targetPort", "web")),
                Rule.ofWorkloads(
                        "the file of every setting is in a volume that is mounted",
                        workload -> elements(workload.container().path("env"))
                                .map(variable -> variable.path("value").asText())
                                .filter(value -> value.startsWith("/"))
                                .allMatch(file -> isMounted(workload, file)),
                        workload ->
                                workload.container().withArray("/volumeMounts").remove(1)));
    }

    private static Stream<String> outsideOfTheNamespaces(Cluster cluster) {
        var lax = NAMESPACES.stream()
                .filter(name -> !cluster.object("Namespace", name)
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText()
                        .equals("restricted"));
        var strays = cluster.objects().stream()
                .filter(object -> !CLUSTER_WIDE.contains(object.path("kind").asText()))
                .filter(object -> !NAMESPACES.contains(Cluster.namespaceOf(object)))
                .map(Cluster::nameOf);
        return Stream.concat(lax, strays);
    }

    private static Stream<ObjectNode> roles(Cluster cluster) {
        return Stream.concat(cluster.all("Role"), cluster.all("ClusterRole"));
    }

    private static boolean grantsTooMuch(JsonNode rule) {
        var verbs = texts(rule.path("verbs"));
        var resources = texts(rule.path("resources"));
        var makesOrTakes = verbs.stream().anyMatch(Set.of("create", "delete", "deletecollection", "update")::contains);
        return verbs.contains("*") || resources.contains("*") || resources.contains("secrets") && makesOrTakes;
    }

    private static boolean isReading(JsonNode rule) {
        return texts(rule.path("verbs")).equals(Set.of("get", "list", "watch"));
    }

    /** What a rotation writes to. */
    private static boolean isPatch(JsonNode rule) {
        return Set.of(Set.of("secrets"), Set.of("deployments")).contains(texts(rule.path("resources")))
                && texts(rule.path("verbs")).equals(Set.of("patch"));
    }

    private static boolean isOfEvents(JsonNode rule) {
        return texts(rule.path("resources")).equals(Set.of("events"))
                && texts(rule.path("verbs")).equals(Set.of("create", "patch"));
    }

    private static boolean isOfRotation(JsonNode binding) {
        var subjects = elements(binding.path("subjects")).toList();
        return !subjects.isEmpty()
                && subjects.stream()
                        .allMatch(subject -> subject.path("kind").asText().equals("ServiceAccount")
                                && subject.path("name").asText().equals(Cluster.ROTATION)
                                && subject.path("namespace").asText().equals(Cluster.ROTATION_NAMESPACE));
    }

    private static boolean isHarmless(JsonNode webhook) {
        var exempt = elements(webhook.at("/namespaceSelector/matchExpressions"))
                .anyMatch(expression -> expression.path("key").asText().equals("kubernetes.io/metadata.name")
                        && expression.path("operator").asText().equals("NotIn")
                        && texts(expression.path("values")).contains(Cluster.ROTATION_NAMESPACE));
        var service = webhook.at("/clientConfig/service");
        return exempt
                && service.path("namespace").asText().equals(Cluster.ROTATION_NAMESPACE)
                && webhook.path("failurePolicy").asText().equals("Ignore")
                && webhook.path("sideEffects").asText().equals("None")
                && webhook.path("timeoutSeconds").asInt() <= 2;
    }

    private static boolean deniesAll(JsonNode policy) {
        var spec = policy.path("spec");
        return spec.path("podSelector").isEmpty()
                && texts(spec.path("policyTypes")).containsAll(Set.of("Ingress", "Egress"))
                && !spec.has("ingress")
                && !spec.has("egress");
    }

    /** A rule without a peer, or without a port, allows all of them. */
    private static boolean opensToAll(JsonNode policy) {
        var ingress = elements(policy.at("/spec/ingress")).anyMatch(rule -> !rule.has("from") || !rule.has("ports"));
        var egress = elements(policy.at("/spec/egress")).anyMatch(rule -> !rule.has("to") || !rule.has("ports"));
        return ingress || egress;
    }

    private static boolean selects(JsonNode labels, Workload workload) {
        return !labels.isEmpty()
                && labels.properties().stream()
                        .allMatch(label ->
                                workload.podLabels().path(label.getKey()).equals(label.getValue()));
    }

    private static boolean serves(JsonNode service, Workload workload) {
        var ports = elements(workload.container().path("ports"))
                .map(port -> port.path("name").asText())
                .collect(Collectors.toSet());
        return selects(service.at("/spec/selector"), workload)
                && elements(service.at("/spec/ports"))
                        .allMatch(port -> ports.contains(port.path("targetPort").asText()));
    }

    private static boolean isIn(Cluster cluster, Workload workload, JsonNode reference) {
        return cluster.all("ConfigMap")
                .filter(workload::isIn)
                .filter(map -> nameOf(map).equals(reference.path("name").asText()))
                .anyMatch(map -> map.path("data").has(reference.path("key").asText()));
    }

    private static boolean isMounted(Workload workload, String file) {
        var volumes = workload.volumes().map(volume -> volume.path("name")).collect(Collectors.toSet());
        var isTokenMounted = workload.pod().path("automountServiceAccountToken").asBoolean(true);
        return isTokenMounted && file.startsWith(TOKEN_FOLDER)
                || elements(workload.container().path("volumeMounts"))
                        .filter(mount -> volumes.contains(mount.path("name")))
                        .anyMatch(
                                mount -> file.startsWith(mount.path("mountPath").asText() + "/"));
    }

    private static Set<String> texts(JsonNode list) {
        return elements(list).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static void secretVolume(Workload workload, String secret, boolean optional) {
        workload.pod()
                .withArray("/volumes")
                .addObject()
                .put("name", "added")
                .putObject("secret")
                .put("secretName", secret)
                .put("optional", optional);
    }

    private static ObjectNode role(String kind, String name, String resource, String verb) {
        var role = object("rbac.authorization.k8s.io/v1", kind, name);
        var rule = role.putArray("rules").addObject();
        rule.putArray("apiGroups").add("");
        rule.putArray("resources").add(resource);
        rule.putArray("verbs").add(verb);
        return role;
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        object.putObject("metadata").put("name", name).put("namespace", Cluster.NAMESPACE);
        return object;
    }
}
