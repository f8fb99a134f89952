package io.otalite.emulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real kubectl against the emulator. */
@EnabledIf(value = "isInstalled", disabledReason = "kubectl is not on the PATH")
class KubectlTest {
    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, labels: {app: %1$s}}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {containers: [{name: main, image: web, env: [{name: A, value: a}]}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %1$s}
            data: {k: v}
            """;

    @TempDir
    static Path home;

    private static RunningCluster cluster;

    /** How a command ended and what it said, errors included. */
    private record Outcome(int exitCode, String text) {}

    @BeforeAll
    static void start() {
        cluster = RunningCluster.start(home.resolve("state"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "version                                                   | Server Version: v1.34.0+ota-lite",
                "api-resources                                             | deployments",
                "get namespaces                                            | default",
                "create secret generic t-secret --from-literal=a=b         | secret/t-secret created",
                "create configmap t-map --from-literal=a=b                 | configmap/t-map created",
                "create namespace t-space                                  | namespace/t-space created",
                "create serviceaccount t-account                           | serviceaccount/t-account created",
                "create deployment t-deploy --image=web                    | deployment.apps/t-deploy created",
                "create cronjob t-cron --image=web --schedule=@daily       | cronjob.batch/t-cron created",
                "create job t-job --image=web                              | job.batch/t-job created",
                "create service clusterip t-service --tcp=80               | service/t-service created",
                "create quota t-quota --hard=pods=3                        | resourcequota/t-quota created",
                "create poddisruptionbudget t-pdb --min-available=1 --selector=a=b | poddisruptionbudget.policy/t-pdb created",
                "create priorityclass t-class --value=3                    | priorityclass.scheduling.k8s.io/t-class created",
                "create ingress t-ingress --rule=a/b=s:80                  | ingress.networking.k8s.io/t-ingress created",
                "create role t-role --verb=get --resource=pods             | role.rbac.authorization.k8s.io/t-role created",
                "create rolebinding t-binding --role=t-role --user=ann     | rolebinding.rbac.authorization.k8s.io/t-binding created",
                "create clusterrole t-role --verb=get --resource=pods      | clusterrole.rbac.authorization.k8s.io/t-role created",
                "create clusterrolebinding t-binding --clusterrole=t-role --user=ann | clusterrolebinding.rbac.authorization.k8s.io/t-binding created",
                "auth can-i create pods                                    | yes",
                "auth whoami                                               | admin",
                "get runtimeclasses                                        | No resources found",
                "get rollouts,externalsecrets,certificates,gateways,sc,pv,crd | No resources found",
                "get all -A                                                | NAMESPACE",
            })
    void succeeds(String command, String text) {
        // When
        var outcome = kubectl(command);

        // Then
        assertThat(outcome.text()).contains(text);
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "get secret nope                             | Error from server (NotFound): secrets \"nope\" not found",
                "get deployment nope                         | Error from server (NotFound): deployments.apps \"nope\" not found",
                "get nonsense                                | the server doesn't have a resource type \"nonsense\"",
                "create namespace default                    | namespaces \"default\" already exists",
                "get secrets --field-selector=spec.x=1       | field label not supported: spec.x",
                "exec nope -- ls                             | Error from server (NotFound): pods \"nope\" not found",
                "auth can-i create pods --as=ann             | no",
                "get pods --as=system:serviceaccount:default:x | pods is forbidden: User \"system:serviceaccount:default:x\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"",
                "top pods                                    | Metrics API not available",
            })
    void fails(String command, String text) {
        // When
        var outcome = kubectl(command);

        // Then
        assertThat(outcome.text()).contains(text);
        assertThat(outcome.exitCode()).isNotZero();
    }

    @Test
    void anApplyCreatesChangesAndThenHasNothingToDo() throws IOException {
        // Given
        var file = manifest("applied");

        // Then
        assertThat(kubectl("apply -f " + file).text()).contains("deployment.apps/applied created", "applied created");
        assertThat(kubectl("apply -f " + file).text()).contains("configmap/applied unchanged");
        Files.writeString(file, Files.readString(file).replace("k: v", "k: w"));
        assertThat(kubectl("diff -f " + file)).satisfies(diff -> {
            assertThat(diff.exitCode()).isEqualTo(1);
            assertThat(diff.text()).contains("+  k: w");
        });
        assertThat(kubectl("apply --dry-run=server -f " + file).text()).contains("configured (server dry run)");
        assertThat(kubectl("get configmap applied -o jsonpath={.data.k}").text())
                .isEqualTo("v");
        assertThat(kubectl("apply -f " + file).text()).contains("configmap/applied configured");
        assertThat(kubectl("get configmap applied -o jsonpath={.data.k}").text())
                .isEqualTo("w");
        assertThat(kubectl("delete -f " + file + " --wait=false").exitCode()).isZero();
    }

    @Test
    void aServerSideApplyCreatesAndRepeats() throws IOException {
        // Given
        var file = manifest("served");

        // Then
        assertThat(kubectl("apply --server-side -f " + file).text()).contains("configmap/served serverside-applied");
        assertThat(kubectl("apply --server-side -f " + file).exitCode()).isZero();
    }

    @Test
    void aDeploymentIsScaledLabelledAnnotatedSetAndRestarted() throws IOException {
        // Given
        kubectl("apply -f " + manifest("changed"));

        // When
        for (var command : List.of(
                "scale deployment changed --replicas=2",
                "label deployment changed tier=front",
                "annotate deployment changed note=read",
                "set env deployment/changed A=b",
                "set image deployment/changed main=other",
                "patch deployment changed --type=json -p [{\"op\":\"add\",\"path\":\"/spec/minReadySeconds\",\"value\":1}]",
                "patch deployment changed --type=merge -p {\"spec\":{\"minReadySeconds\":2}}",
                "patch deployment changed -p {\"spec\":{\"minReadySeconds\":3}}",
                "patch deployment changed --subresource=status --type=merge -p {\"status\":{\"observedGeneration\":1}}",
                "rollout restart deployment changed")) {
            assertThat(kubectl(command).exitCode()).as(command).isZero();
        }

        // Then
        var paths = "{.spec.replicas} {.metadata.labels.tier} {.metadata.annotations.note} {.spec.minReadySeconds} "
                + "{.spec.template.spec.containers[0].image}";
        assertThat(kubectl("get deployment changed -o", "jsonpath=" + paths).text())
                .isEqualTo("2 front read 3 other");
    }

    @Test
    void aDescriptionAndAWideTableAreShown() throws IOException {
        // Given
        kubectl("apply -f " + manifest("shown"));

        // Then
        assertThat(kubectl("describe deployment shown").text()).contains("Selector:", "app=shown", "Events:");
        assertThat(kubectl("get deployment shown -o wide").text())
                .contains("UP-TO-DATE", "CONTAINERS", "IMAGES", "app=shown");
        assertThat(kubectl("get deployment shown").text()).doesNotContain("IMAGES");
    }

    @Test
    void aWatchTellsWhatComes() throws IOException {
        // Given
        kubectl("create configmap watched");
        var watch = start("get configmap watched -w --no-headers --output-watch-events");
        try (var lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains("ADDED", "watched");

            // When
            kubectl("label configmap watched a=b");
            kubectl("delete configmap watched");

            // Then
            assertThat(lines.readLine()).contains("MODIFIED", "watched");
            assertThat(lines.readLine()).contains("DELETED", "watched");
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void aWaitEndsWhenTheValueIsThere() throws IOException {
        // Given
        kubectl("create configmap awaited --from-literal=state=new");
        var waiting = start("wait configmap/awaited --for=jsonpath={.data.state}=done --timeout=20s");

        // When
        kubectl("patch configmap awaited --type=merge -p {\"data\":{\"state\":\"done\"}}");

        // Then
        try (var lines = waiting.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("configmap/awaited condition met");
        }
    }

    @Test
    void aTokenOfAServiceAccountDoesWhatItsRoleSays() {
        // Given
        kubectl("create serviceaccount reader");
        kubectl("create role reader --verb=get,list --resource=configmaps");
        kubectl("create rolebinding reader --role=reader --serviceaccount=default:reader");
        var token = kubectl("create token reader").text().strip();

        // Then
        assertThat(kubectl("get configmaps --token=" + token).exitCode()).isZero();
        assertThat(kubectl("get secrets --token=" + token).text())
                .contains("secrets is forbidden: User \"system:serviceaccount:default:reader\" cannot list");
    }

    private static Path manifest(String name) throws IOException {
        return Files.writeString(home.resolve(name + ".yaml"), MANIFEST.formatted(name));
    }

    /** @param more arguments that contain spaces */
    private static Outcome kubectl(String command, String... more) {
        try {
            var process = start(command, more);
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process start(String command, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("kubectl"));
        arguments.addAll(List.of(command.strip().split(" +")));
        arguments.addAll(List.of(more));
        var builder = new ProcessBuilder(arguments).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }
}
