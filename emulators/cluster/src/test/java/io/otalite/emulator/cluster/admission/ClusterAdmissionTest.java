package io.otalite.emulator.cluster.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults, rules and plugins through the store, as every writer meets them. */
class ClusterAdmissionTest {
    private static final ObjectKey DEPLOYMENT = new ObjectKey(Kinds.DEPLOYMENT, "shop", "web");
    private static final ObjectKey POD = new ObjectKey(Kinds.POD, "shop", "web-1");
    private static final ObjectKey SECRET = new ObjectKey(Kinds.SECRET, "shop", "token");

    private static final String RESTRICTED = "securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false,"
            + " capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";

    private final Objects objects = new Objects(Clock.systemUTC(), new ClusterAdmission(), Journal.none());

    @BeforeEach
    void namespaceWithItsAccount() {
        create(Kinds.NAMESPACE, "shop", "{}");
        create(Kinds.SERVICE_ACCOUNT, "default", "{}");
    }

    @Test
    void aDeploymentIsFilledInAsTheApiServerDoes() {
        // When
        var created = create(Kinds.DEPLOYMENT, "web", deployment("{name: main, image: web}"));

        // Then
        assertThat(created.path("spec")).isEqualTo(Yaml.object("""
                replicas: 1
                revisionHistoryLimit: 10
                progressDeadlineSeconds: 600
                strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 25%, maxSurge: 25%}}
                selector: {matchLabels: {app: web}}
                template:
                  metadata: {labels: {app: web}}
                  spec:
                    restartPolicy: Always
                    dnsPolicy: ClusterFirst
                    schedulerName: default-scheduler
                    securityContext: {}
                    terminationGracePeriodSeconds: 30
                    containers:
                    - name: main
                      image: web
                      imagePullPolicy: Always
                      resources: {}
                      terminationMessagePath: /dev/termination-log
                      terminationMessagePolicy: File
                """));
        assertThat(Metadata.generation(created)).isEqualTo(1);
    }

    /** What a part of a container says, and what it says after the API server has filled it in. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            ports          | [{containerPort: 80}]                    | [{containerPort: 80, protocol: TCP}]
            readinessProbe | {httpGet: {port: 80}}                    | {httpGet: {port: 80, path: /, scheme: HTTP}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}
            livenessProbe  | {exec: {command: [a]}, initialDelaySeconds: 0} | {exec: {command: [a]}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}
            env            | [{name: A, value: ''}]                   | [{name: A}]
            env            | [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}] | [{name: A, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.name}}}]
            resources      | {limits: {cpu: 1000m, memory: 1024Mi}}   | {limits: {cpu: '1', memory: 1Gi}}
            resources      | {limits: {cpu: 0.5}, requests: {}}       | {limits: {cpu: 500m}}
            """)
    void aContainerIsFilledIn(String field, String said, String filled) {
        // When
        var created = create(
                Kinds.DEPLOYMENT, "web", deployment("{name: main, image: 'web:1', " + field + ": " + said + "}"));

        // Then
        var container = created.path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0);
        assertThat(container.path(field)).isEqualTo(Yaml.node(filled));
        assertThat(container.path("imagePullPolicy").asText()).isEqualTo("IfNotPresent");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ConfigMap | {data: {}}                                   | {}
            ConfigMap | {metadata: {labels: {}, annotations: {}, finalizers: []}} | {}
            ConfigMap | {data: {a: null}}                            | {data: {a: ''}}
            Secret    | {}                                           | {type: Opaque}
            Secret    | {data: {a: eA==}, stringData: {b: y, a: z}}  | {type: Opaque, data: {a: eg==, b: eQ==}}
            Service   | {spec: {ports: [{port: 80}]}}                | {spec: {type: ClusterIP, sessionAffinity: None, internalTrafficPolicy: Cluster, ipFamilies: [IPv4], ipFamilyPolicy: SingleStack, ports: [{port: 80, protocol: TCP, targetPort: 80}]}, status: {loadBalancer: {}}}
            """)
    void afterAWriteNothingEmptyIsLeft(String kind, String said, String stored) {
        // When
        var created = create(Kinds.of("v1", kind).orElseThrow(), "some", said);

        // Then
        var rest = created.deepCopy();
        assertThat(rest.path("metadata").has("labels") || rest.path("metadata").has("annotations"))
                .isFalse();
        rest.remove(java.util.List.of("apiVersion", "kind", "metadata"));
        assertThat(rest).isEqualTo(Yaml.object(stored));
    }

    @Test
    void theStatusAndTheRestAreWrittenSeparately() {
        // Given
        create(Kinds.DEPLOYMENT, "web", deployment("{name: main, image: web}"));

        // When
        var byStatus = objects.updateStatus(DEPLOYMENT, object -> {
            object.withObjectProperty("spec").put("replicas", 7);
            object.withObjectProperty("status").put("replicas", 1);
            return object;
        });
        var byMain = objects.update(DEPLOYMENT, object -> {
            object.withObjectProperty("status").put("replicas", 9);
            Metadata.of(object).put("generation", 99);
            return object;
        });

        // Then
        assertThat(byStatus.path("spec").path("replicas").asInt()).isEqualTo(1);
        assertThat(byStatus.path("status").path("replicas").asInt()).isEqualTo(1);
        assertThat(byMain).isSameAs(byStatus);
    }

    @Test
    void theGenerationGrowsWithTheSpecOnly() {
        // Given
        create(Kinds.DEPLOYMENT, "web", deployment("{name: main, image: web}"));

        // When
        var annotated = objects.update(DEPLOYMENT, object -> {
            Metadata.of(object).withObjectProperty("annotations").put("a", "b");
            return object;
        });
        var scaled = objects.update(DEPLOYMENT, object -> {
            object.withObjectProperty("spec").put("replicas", 3);
            return object;
        });

        // Then
        assertThat(Metadata.generation(annotated)).isEqualTo(1);
        assertThat(Metadata.generation(scaled)).isEqualTo(2);
    }

    /** What stands in the Deployment's spec beside what it must have, and what the API server says. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            replicas: -1                                        | spec.replicas: Invalid value: -1: must be greater than or equal to 0
            selector: {}                                        | spec.selector: Invalid value: {}: empty selector is invalid for deployment
            selector: {matchLabels: {app: other}}               | spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`
            strategy: {type: Fast}                              | spec.strategy.type: Unsupported value: "Fast": supported values: "Recreate", "RollingUpdate"
            strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}} | spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'
            strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0
            {minReadySeconds: 20, progressDeadlineSeconds: 20}  | spec.progressDeadlineSeconds: Invalid value: 20: must be greater than minReadySeconds
            """)
    void aDeploymentMustBeSound(String field, String message) {
        // Given
        var wanted = Yaml.object(deployment("{name: main, image: web}"));
        wanted.withObjectProperty("spec").setAll(Yaml.object(field));

        // Then
        assertThatThrownBy(() -> objects.create(DEPLOYMENT, wanted, Write.FOR_REAL))
                .hasMessage("Deployment.apps \"web\" is invalid: " + message);
    }

    @Test
    void anEmptyDeploymentLacksWhatItMustHave() {
        // Then
        assertThatThrownBy(() -> create(Kinds.DEPLOYMENT, "web", "spec: {}"))
                .hasMessage("Deployment.apps \"web\" is invalid: [spec.template.spec: Required value, spec.selector:"
                        + " Required value]");
    }

    /** Containers and, where there are any, volumes of a pod. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            []                                        | - | spec.containers: Required value
            [{image: i}]                              | - | spec.containers[0].name: Required value
            [{name: a}]                               | - | spec.containers[0].image: Required value
            [{name: A_b, image: i}]                   | - | spec.containers[0].name: Invalid value: "A_b": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
            [{name: a, image: i}, {name: a, image: i}] | - | spec.containers[1].name: Duplicate value: "a"
            [{name: a, image: i, ports: [{}]}]        | - | spec.containers[0].ports[0].containerPort: Required value
            [{name: a, image: i, ports: [{containerPort: 70000}]}] | - | spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
            [{name: a, image: i, ports: [{name: x, containerPort: 1}, {name: x, containerPort: 2}]}] | - | spec.containers[0].ports[1].name: Duplicate value: "x"
            [{name: a, image: i, env: [{value: x}]}]  | - | spec.containers[0].env[0].name: Required value
            [{name: a, image: i, env: [{name: E, value: x, valueFrom: {fieldRef: {fieldPath: p}}}]}] | - | spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty
            [{name: a, image: i, env: [{name: E, valueFrom: {secretKeyRef: {name: s}}}]}] | - | spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value
            [{name: a, image: i, volumeMounts: [{name: v, mountPath: /v}]}] | - | spec.containers[0].volumeMounts[0].name: Not found: "v"
            [{name: a, image: i, volumeMounts: [{name: v, mountPath: /v}, {name: v, mountPath: /v}]}] | [{name: v}] | spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/v": must be unique
            [{name: a, image: i, volumeMounts: [{name: v, mountPath: /v, subPath: ../x}]}] | [{name: v}] | spec.containers[0].volumeMounts[0].subPath: Invalid value: "../x": must not contain '..'
            [{name: a, image: i}]                     | [{name: v, emptyDir: {}, secret: {secretName: s}}] | spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type
            [{name: a, image: i}]                     | [{name: v, secret: {}}] | spec.volumes[0].secret.secretName: Required value
            [{name: a, image: i}]                     | [{name: v}, {name: v}] | spec.volumes[1].name: Duplicate value: "v"
            [{name: a, image: i, livenessProbe: {}}]  | - | spec.containers[0].livenessProbe: Required value: must specify a handler type
            [{name: a, image: i, livenessProbe: {exec: {command: [a]}, successThreshold: 2}}] | - | spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1
            [{name: a, image: i, resources: {requests: {cpu: '2'}, limits: {cpu: '1'}}}] | - | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
            [{name: a, image: i, imagePullPolicy: Never1}] | - | spec.containers[0].imagePullPolicy: Unsupported value: "Never1": supported values: "Always", "IfNotPresent", "Never"
            """)
    void aPodMustBeSound(String containers, String volumes, String message) {
        // Given
        var wanted = Yaml.object("spec: {automountServiceAccountToken: false, containers: " + containers
                + (volumes == null ? "" : ", volumes: " + volumes) + "}");

        // Then
        assertThatThrownBy(() -> objects.create(POD, wanted, Write.FOR_REAL))
                .hasMessage("Pod \"web-1\" is invalid: " + message);
    }

    /** What is refused by name, as it cannot be done here. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            hostNetwork: true                                   | spec.template.spec.hostNetwork
            hostPID: true                                       | spec.template.spec.hostPID
            hostIPC: true                                       | spec.template.spec.hostIPC
            activeDeadlineSeconds: 5                            | spec.template.spec.activeDeadlineSeconds
            schedulingGates: [{name: g}]                        | spec.template.spec.schedulingGates
            hostAliases: [{ip: 1.1.1.1}]                        | spec.template.spec.hostAliases
            volumes: [{name: v, hostPath: {path: /}}]           | spec.template.spec.volumes[0].hostPath
            volumes: [{name: v, persistentVolumeClaim: {claimName: c}}] | spec.template.spec.volumes[0].persistentVolumeClaim
            containers: [{name: a, image: i, securityContext: {privileged: true}}] | spec.template.spec.containers[0].securityContext.privileged
            containers: [{name: a, image: i, securityContext: {capabilities: {add: [SYS_ADMIN]}}}] | spec.template.spec.containers[0].securityContext.capabilities.add
            containers: [{name: a, image: i, ports: [{containerPort: 1, hostPort: 1}]}] | spec.template.spec.containers[0].ports[0].hostPort
            containers: [{name: a, image: i, lifecycle: {postStart: {exec: {command: [a]}}}}] | spec.template.spec.containers[0].lifecycle.postStart
            containers: [{name: a, image: i, lifecycle: {preStop: {httpGet: {port: 1}}}}] | spec.template.spec.containers[0].lifecycle.preStop.httpGet
            containers: [{name: a, image: i, livenessProbe: {grpc: {port: 1}}}] | spec.template.spec.containers[0].livenessProbe.grpc
            """)
    void whatThisClusterCannotDoIsRefusedByName(String field, String path) {
        // Given
        var wanted = Yaml.object(deployment("{name: main, image: web}"));
        ((ObjectNode) wanted.path("spec").path("template").path("spec")).setAll(Yaml.object(field));

        // When
        var refusal = catchThrowableOfType(Refusal.class, () -> objects.create(DEPLOYMENT, wanted, Write.FOR_REAL));

        // Then
        assertThat(refusal.code()).isEqualTo(422);
        assertThat(refusal.status()
                        .path("details")
                        .path("causes")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo(path);
        assertThat(refusal).hasMessageContaining("Forbidden: the cluster emulator does not support");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"activeDeadlineSeconds: 5", "ttlSecondsAfterFinished: 5", "completionMode: Indexed"})
    void whatAJobIsNotGivenHereIsRefusedByNameInItAndInACronJob(String field) {
        // Given
        var name = field.substring(0, field.indexOf(':'));
        var job = "{completions: 1, %s, template: {spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}}"
                .formatted(field);

        // Then
        assertThatThrownBy(() -> create(Kinds.JOB, "once", "spec: " + job))
                .hasMessageContaining("spec.%s: Forbidden: the cluster emulator does not support", name);
        assertThatThrownBy(() -> create(
                        Kinds.CRON_JOB, "nightly", "spec: {schedule: '@daily', jobTemplate: {spec: " + job + "}}"))
                .hasMessageContaining("spec.jobTemplate.spec.%s: Forbidden: the cluster emulator", name);
    }

    @Test
    void aHookBeforeTheStopIsAllowed() {
        // When
        var created = create(
                Kinds.DEPLOYMENT,
                "web",
                deployment("{name: main, image: web, lifecycle: {preStop: {sleep: {seconds: 5}}}}"));

        // Then
        assertThat(Metadata.uid(created)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Secret    | Bad_Name | metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of
            Service   | 1web     | metadata.name: Invalid value: "1web": a DNS-1035 label must consist of
            Namespace | a.b      | metadata.name: Invalid value: "a.b": a lowercase RFC 1123 label must consist of
            """)
    void aNameMustHaveItsForm(String kind, String name, String message) {
        // Then
        assertThatThrownBy(() -> create(Kinds.of("v1", kind).orElseThrow(), name, "spec: {ports: [{port: 1}]}"))
                .hasMessageContaining(message);
    }

    /** What a Secret is, what somebody makes of it, and what the API server says. */
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {immutable: true, data: {a: eA==}} | {immutable: true, data: {a: eQ==}} | data: Forbidden: field is immutable when `immutable` is set
            {immutable: true, data: {a: eA==}} | {data: {a: eA==}}                  | immutable: Forbidden: field is immutable when `immutable` is set
            {immutable: true}                  | {immutable: true, stringData: {a: x}} | data: Forbidden: field is immutable when `immutable` is set
            {type: Opaque}                     | {type: other}                      | type: Invalid value: "other": field is immutable
            {}                                 | {data: {'a b': eA==}}              | data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
            """)
    void aSecretKeepsItsWord(String present, String wanted, String message) {
        // Given
        create(Kinds.SECRET, "token", present);

        // Then
        assertThatThrownBy(() -> objects.update(SECRET, _ -> Yaml.object(wanted)))
                .hasMessage("Secret \"token\" is invalid: " + message)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(422));
    }

    @Test
    void aSelectorIsForEver() {
        // Given
        create(Kinds.DEPLOYMENT, "web", deployment("{name: main, image: web}"));

        // Then
        assertThatThrownBy(() -> objects.update(DEPLOYMENT, object -> {
                    var spec = object.withObjectProperty("spec");
                    spec.withObjectProperty("selector").set("matchLabels", Yaml.object("{app: b}"));
                    ((ObjectNode) spec.path("template").path("metadata")).set("labels", Yaml.object("{app: b}"));
                    return object;
                }))
                .hasMessage("Deployment.apps \"web\" is invalid: spec.selector: Invalid value:"
                        + " {\"matchLabels\":{\"app\":\"b\"}}: field is immutable");
    }

    @Test
    void aPodGetsTheIdentityOfItsAccount() {
        // Given
        create(Kinds.SERVICE_ACCOUNT, "shop", "imagePullSecrets: [{name: registry}]");

        // When
        var pod = create(Kinds.POD, "web-1", "spec: {serviceAccountName: shop, containers: [{name: a, image: i}]}");

        // Then
        var spec = pod.path("spec");
        assertThat(spec.path("serviceAccount").asText()).isEqualTo("shop");
        assertThat(spec.path("imagePullSecrets")).isEqualTo(Yaml.node("[{name: registry}]"));
        var volume = spec.path("volumes").path(0).path("name").asText();
        assertThat(volume).startsWith("kube-api-access-");
        assertThat(spec.path("containers")
                        .path(0)
                        .path("volumeMounts")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo(volume);
        assertThat(pod.path("status")).isEqualTo(Yaml.object("{phase: Pending, qosClass: BestEffort}"));
    }

    @Test
    void aPodMayDoWithoutAToken() {
        // When
        var pod = create(
                Kinds.POD, "web-1", "spec: {automountServiceAccountToken: false, containers: [{name: a, image: i}]}");

        // Then
        assertThat(pod.path("spec").has("volumes")).isFalse();
    }

    /** What a pod asks of the cluster that is not there. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            serviceAccountName: nobody | error looking up service account shop/nobody: serviceaccount "nobody" not found
            priorityClassName: urgent  | no PriorityClass with name urgent was found
            runtimeClassName: gvisor   | pod rejected: RuntimeClass "gvisor" not found
            """)
    void aPodThatNamesWhatIsNotThereIsForbidden(String field, String message) {
        // Then
        assertThatThrownBy(() -> create(Kinds.POD, "web-1", "spec: {" + field + ", containers: [{name: a, image: i}]}"))
                .hasMessage("pods \"web-1\" is forbidden: " + message)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(403));
    }

    @Test
    void aRestrictedNamespaceTellsAllThatAPodLacks() {
        // Given
        restrict("restricted");

        // Then
        assertThatThrownBy(() -> create(Kinds.POD, "web-1", "spec: {containers: [{name: a, image: i}]}"))
                .hasMessage("pods \"web-1\" is forbidden: violates PodSecurity \"restricted:latest\":"
                        + " allowPrivilegeEscalation != false (container \"a\" must set"
                        + " securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"a\""
                        + " must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container"
                        + " \"a\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"a\" must"
                        + " set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")");
    }

    /** Level of the namespace, fields of the container, whether it may run. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            baseline   | tty: false                                                    | true
            baseline   | securityContext: {seccompProfile: {type: Unconfined}}         | false
            privileged | securityContext: {seccompProfile: {type: Unconfined}}         | true
            restricted | securityContext: {runAsUser: 0}                               | false
            """)
    void theLevelOfTheNamespaceDecides(String level, String field, boolean allowed) {
        // Given
        restrict(level);

        // When
        var refusal = catchThrowableOfType(
                Refusal.class,
                () -> create(Kinds.POD, "web-1", "spec: {containers: [{name: a, image: i, " + field + "}]}"));

        // Then
        assertThat(refusal == null).isEqualTo(allowed);
    }

    @Test
    void aRestrictedPodRunsInARestrictedNamespace() {
        // Given
        restrict("restricted");

        // When
        var pod = create(Kinds.POD, "web-1", "spec: {containers: [{name: a, image: i, " + RESTRICTED + "}]}");

        // Then
        assertThat(Metadata.uid(pod)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"pods, Pod", "count/pods, Pod", "secrets, Secret", "count/secrets, Secret"})
    void aQuotaIsKept(String resource, String kind) {
        // Given
        create(Kinds.RESOURCE_QUOTA, "few", "spec: {hard: {" + resource + ": 1}}");
        var made = Kinds.of("v1", kind).orElseThrow();
        create(made, "first", "spec: {containers: [{name: a, image: i}]}");

        // Then
        assertThatThrownBy(() -> create(made, "second", "spec: {containers: [{name: a, image: i}]}"))
                .hasMessage(
                        "%s \"second\" is forbidden: exceeded quota: few, requested: %s=1, used: %s=1, limited: %s=1"
                                .formatted(made.plural(), resource, resource, resource));
    }

    @Test
    void aQuotaThatCannotBeKeptIsRefused() {
        // Then
        assertThatThrownBy(() -> create(Kinds.RESOURCE_QUOTA, "cpu", "spec: {hard: {requests.cpu: 1}}"))
                .hasMessageContaining("spec.hard[requests.cpu]: Forbidden");
    }

    /** A range of the namespace, what a container asks for, and what it gets or why not. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            default: {memory: 1Gi}                                | {}                        | {limits: {memory: 1Gi}, requests: {memory: 1Gi}}
            {default: {memory: 1Gi}, defaultRequest: {memory: 1Mi}} | {limits: {memory: 2Gi}} | {limits: {memory: 2Gi}, requests: {memory: 2Gi}}
            defaultRequest: {cpu: 100m}                           | {}                        | {requests: {cpu: 100m}}
            max: {cpu: 1}                                         | {limits: {cpu: 2}}        | maximum cpu usage per Container is 1, but limit is 2
            min: {cpu: 1}                                         | {requests: {cpu: 500m}}   | minimum cpu usage per Container is 1, but request is 500m
            """)
    void aLimitRangeIsKept(String range, String asked, String outcome) {
        // Given
        var limit =
                Yaml.object(range.startsWith("{") ? range : "{" + range + "}").put("type", "Container");
        create(Kinds.LIMIT_RANGE, "bounds", "spec: {limits: [" + limit + "]}");

        // When
        String got;
        try {
            var pod = create(Kinds.POD, "web-1", "spec: {containers: [{name: a, image: i, resources: " + asked + "}]}");
            got = pod.path("spec").path("containers").path(0).path("resources").toString();
        } catch (Refusal refusal) {
            got = refusal.getMessage().replace("pods \"web-1\" is forbidden: ", "");
        }

        // Then
        assertThat(got).isEqualTo(outcome.startsWith("{") ? Yaml.node(outcome).toString() : outcome);
    }

    @Test
    void aLimitRangeThatCannotBeKeptIsRefused() {
        // Then
        assertThatThrownBy(() -> create(Kinds.LIMIT_RANGE, "bounds", "spec: {limits: [{type: Pod, max: {cpu: 1}}]}"))
                .hasMessageContaining("spec.limits[0].type: Forbidden");
    }

    /** What is changed in a running pod, and whether it may be. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {containers: [{name: a, image: j}]}      | true
            {nodeName: local}                        | true
            {tolerations: []}                        | false
            {terminationGracePeriodSeconds: 5}       | false
            {restartPolicy: Never}                   | false
            {hostname: other}                        | false
            """)
    void littleOfAPodMayChange(String change, boolean allowed) {
        // Given
        create(Kinds.POD, "web-1", "spec: {automountServiceAccountToken: false, containers: [{name: a, image: i}]}");

        // When
        var refusal = catchThrowableOfType(
                Refusal.class,
                () -> objects.update(POD, pod -> {
                    var image = Yaml.object(change).path("containers").path(0).path("image");
                    if (image.isTextual()) {
                        ((ObjectNode) pod.path("spec").path("containers").path(0)).set("image", image);
                    } else {
                        pod.withObjectProperty("spec").setAll(Yaml.object(change));
                    }
                    return pod;
                }));

        // Then
        assertThat(refusal == null).isEqualTo(allowed);
    }

    @Test
    void aJobSelectsItsPodsByItsUid() {
        // When
        var job = create(
                Kinds.JOB,
                "once",
                "spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}}");

        // Then
        assertThat(job.path("spec")
                        .path("selector")
                        .path("matchLabels")
                        .path("batch.kubernetes.io/controller-uid")
                        .asText())
                .isEqualTo(Metadata.uid(job));
        assertThat(job.path("spec").path("completions").asInt()).isEqualTo(1);
        assertThat(job.path("spec").path("backoffLimit").asInt()).isEqualTo(6);
    }

    /** A binding, what becomes of it, and what the API server says. */
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {roleRef: {kind: Role, name: a}} | {roleRef: {kind: Role, name: b}} | roleRef: Invalid value: {"kind":"Role","name":"b","apiGroup":"rbac.authorization.k8s.io"}: cannot change roleRef
            {roleRef: {kind: Role, name: a}} | {roleRef: {kind: Role, name: a}, subjects: [{kind: ServiceAccount, name: s}]} | subjects[0].namespace: Required value
            {roleRef: {kind: Role, name: a}} | {roleRef: {kind: Role, name: a}, subjects: [{kind: Robot, name: s}]} | subjects[0].kind: Unsupported value: "Robot": supported values: "Group", "ServiceAccount", "User"
            """)
    void aBindingMustBeSound(String present, String wanted, String message) {
        // Given
        create(Kinds.ROLE_BINDING, "may", present);
        var key = new ObjectKey(Kinds.ROLE_BINDING, "shop", "may");

        // Then
        assertThatThrownBy(() -> objects.update(key, _ -> Yaml.object(wanted)))
                .hasMessage("RoleBinding.rbac.authorization.k8s.io \"may\" is invalid: " + message);
    }

    @Test
    void writingWhatIsStoredChangesNothing() {
        // Given
        var created = create(Kinds.DEPLOYMENT, "web", deployment("{name: main, image: web}"));

        // When
        var again = objects.update(DEPLOYMENT, _ -> Yaml.object(created.toString()));

        // Then
        assertThat(again).isSameAs(created);
    }

    private void restrict(String level) {
        objects.update(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), namespace -> {
            Metadata.of(namespace).withObjectProperty("labels").put("pod-security.kubernetes.io/enforce", level);
            return namespace;
        });
    }

    private static String deployment(String container) {
        return "spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: ["
                + container + "]}}}";
    }

    private ObjectNode create(Kind kind, String name, String fields) {
        var key = new ObjectKey(kind, kind.isNamespaced() ? "shop" : "", name);
        return objects.create(key, Yaml.object(fields), Write.FOR_REAL);
    }
}
