package io.otalite.emulator.cluster.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.tables.Table.Included;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code kubectl get} prints. */
class TableTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T00:02:05Z");
    private static final String BORN = "metadata: {name: x, creationTimestamp: '2026-01-01T00:00:00Z'}\n";

    @ParameterizedTest(name = "{0} s -> {1}")
    @CsvSource({
        "-5, <invalid>",
        "0, 0s",
        "119, 119s",
        "120, 2m",
        "125, 2m5s",
        "600, 10m",
        "10799, 179m",
        "10800, 3h",
        "12000, 3h20m",
        "28800, 8h",
        "93600, 26h",
        "172800, 2d",
        "180000, 2d2h",
        "691200, 8d",
        "63072000, 2y",
        "63158400, 2y1d",
    })
    void agesAreRoundedAsKubectlDoes(long seconds, String text) {
        assertThat(Ages.human(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "status: {phase: Running} | Running",
                "status: {phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: CreateContainerConfigError}}}]} | CreateContainerConfigError",
                "status: {phase: Running, containerStatuses: [{name: a, state: {waiting: {reason: CrashLoopBackOff}}}]} | CrashLoopBackOff",
                "status: {phase: Running, containerStatuses: [{name: a, state: {terminated: {reason: Error, exitCode: 1}}}]} | Error",
                "status: {phase: Running, containerStatuses: [{name: a, state: {terminated: {exitCode: 3}}}]} | ExitCode:3",
                "status: {phase: Failed, reason: Evicted} | Evicted",
                "status: {phase: Running, containerStatuses: [{name: a, ready: true, state: {running: {}}}, {name: b, state: {terminated: {reason: Completed, exitCode: 0}}}]} | Running",
                "spec: {initContainers: [{name: i}, {name: j}]}, status: {phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 0}}}, {name: j, state: {running: {}}}]} | Init:1/2",
                "spec: {initContainers: [{name: i}]}, status: {phase: Pending, initContainerStatuses: [{name: i, state: {waiting: {reason: ImagePullBackOff}}}]} | Init:ImagePullBackOff",
                "metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}, status: {phase: Running} | Terminating",
            })
    void thePodIsInTheStateOfItsWorstContainer(String yaml, String status) {
        assertThat(PodCells.status(object("{" + yaml + "}"))).isEqualTo(status);
    }

    @Test
    void aPodShowsReadyContainersRestartsAndWhereItRuns() {
        assertThat(row(Kinds.POD, BORN + """
                                spec: {nodeName: node, containers: [{name: a}, {name: b}]}
                                status:
                                  phase: Running
                                  podIP: 127.1.0.2
                                  containerStatuses:
                                  - {name: a, ready: true, restartCount: 2, state: {running: {}}}
                                  - {name: b, ready: false, restartCount: 1, state: {running: {}}}
                                """)).isEqualTo("x 1/2 Running 3 2m5s 127.1.0.2 node <none> <none>");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment  | spec: {replicas: 3, selector: {matchLabels: {app: w}}, template: {spec: {containers: [{name: m, image: i}]}}}, status: {readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2} | x 2/3 1 2 2m5s m i app=w",
                "ReplicaSet  | spec: {replicas: 3, selector: {matchLabels: {app: w}}, template: {spec: {containers: [{name: m, image: i}]}}}, status: {replicas: 2, readyReplicas: 1} | x 3 2 1 2m5s m i app=w",
                "StatefulSet | spec: {replicas: 3, template: {spec: {containers: [{name: m, image: i}]}}}, status: {readyReplicas: 1} | x 1/3 2m5s m i",
                "Job         | spec: {completions: 2, template: {spec: {containers: [{name: m, image: i}]}}}, status: {succeeded: 1, startTime: '2026-01-01T00:02:00Z'} | x Running 1/2 5s 2m5s m i <none>",
                "Job         | spec: {template: {spec: {containers: [{name: m, image: i}]}}}, status: {conditions: [{type: Complete, status: 'True'}], succeeded: 1, startTime: '2026-01-01T00:01:00Z', completionTime: '2026-01-01T00:01:09Z'} | x Complete 1/1 9s 2m5s m i <none>",
                "CronJob     | spec: {schedule: 5 * * * *, suspend: true, jobTemplate: {spec: {template: {spec: {containers: [{name: m, image: i}]}}}}} | x 5 * * * * <none> True 0 <none> 2m5s m i <none>",
                "Secret      | type: Opaque, data: {a: Yg==} | x Opaque 1 2m5s",
                "ConfigMap   | data: {a: b}, binaryData: {c: ZA==} | x 2 2m5s",
                "Service     | spec: {type: NodePort, clusterIP: 127.2.0.1, selector: {app: w}, ports: [{port: 80}, {port: 53, protocol: UDP, nodePort: 30053}]} | x NodePort 127.2.0.1 <none> 80/TCP,53:30053/UDP 2m5s app=w",
                "Namespace   | status: {phase: Active} | x Active 2m5s",
                "Node        | status: {conditions: [{type: Ready, status: 'True'}], nodeInfo: {kubeletVersion: v1}, addresses: [{type: InternalIP, address: 127.0.0.1}]} | x Ready <none> 2m5s v1 127.0.0.1 <none> <unknown> <unknown> <unknown>",
                "Event       | type: Warning, reason: BackOff, message: restarting, involvedObject: {kind: Pod, name: p}, lastTimestamp: '2026-01-01T00:02:00Z', firstTimestamp: '2026-01-01T00:01:00Z', count: 4, source: {component: kubelet} | 5s Warning BackOff pod/p  kubelet restarting 65s 4 x",
                "Lease       | spec: {holderIdentity: me} | x me 2m5s",
                "Role        | rules: [] | x 2m5s",
            })
    void eachKindHasItsColumns(String kind, String yaml, String row) {
        // Given
        var known = Kinds.all().stream()
                .filter(one -> one.name().equals(kind))
                .findFirst()
                .orElseThrow();

        // Then
        assertThat(row(known, "{" + BORN.strip() + ", " + yaml + "}")).isEqualTo(row);
    }

    @Test
    void theNameIsMarkedAndWideColumnsHaveALowerPriority() {
        // When
        var columns = new Table(Kinds.DEPLOYMENT, Included.METADATA)
                .of(List.of(), new JsonMapper().createObjectNode(), true, NOW)
                .path("columnDefinitions");

        // Then
        assertThat(columns.path(0).path("format").asText()).isEqualTo("name");
        assertThat(columns.path(0).path("priority").asInt()).isZero();
        assertThat(columns.path(5).path("name").asText()).isEqualTo("Containers");
        assertThat(columns.path(5).path("priority").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"'', PartialObjectMetadata", "Metadata, PartialObjectMetadata", "Object, Secret", "None, ''"})
    void theRowCarriesWhatWasAskedFor(String include, String kind) {
        // When
        var row = new Table(Kinds.SECRET, Included.of(include))
                .of(
                        List.of(object("{kind: Secret, metadata: {name: x}}")),
                        new JsonMapper().createObjectNode(),
                        true,
                        NOW)
                .path("rows")
                .path(0);

        // Then
        assertThat(row.path("object").path("kind").asText("")).isEqualTo(kind);
    }

    private static String row(Kind kind, String yaml) {
        var table = new Table(kind, Included.NONE)
                .of(List.of(object(yaml)), new JsonMapper().createObjectNode(), true, NOW);
        var cells = table.path("rows").path(0).path("cells");
        assertThat(table.path("columnDefinitions")).hasSameSizeAs(cells);
        return String.join(" ", cells.valueStream().map(cell -> cell.asText()).toList());
    }

    private static ObjectNode object(String yaml) {
        try {
            return (ObjectNode) YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }
}
