package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogEndpointTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
    private static final ObjectKey POD = new ObjectKey(Kinds.POD, "shop", "web");

    private final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());
    private final Written logs = new Written();
    private final LogEndpoint endpoint = new LogEndpoint(objects, logs, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void pod() {
        objects.create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"), Json.object(), Write.FOR_REAL);
        var pod = Json.object();
        var containers = pod.withObjectProperty("spec").putArray("containers");
        containers.addObject().put("name", "main");
        objects.create(POD, pod, Write.FOR_REAL);
    }

    @Test
    void whatTheClientWantsIsHandedOn() throws Exception {
        // When
        var text = read("previous=true&follow=true&timestamps=true&tailLines=5&limitBytes=9&sinceSeconds=60");

        // Then
        assertThat(text).isEqualTo("a line\n");
        assertThat(logs.wanted)
                .isEqualTo(new PodLogs.Wanted(
                        true, true, true, OptionalInt.of(5), Optional.of(NOW.minusSeconds(60)), OptionalLong.of(9)));
    }

    @Test
    void theOnlyContainerNeedsNoNameAndOneOfManyDoes() {
        // Given
        objects.update(POD, pod -> {
            pod.withObjectProperty("spec")
                    .withArrayProperty("containers")
                    .addObject()
                    .put("name", "side");
            return pod;
        });

        // Then
        assertThatThrownBy(() -> read(""))
                .hasMessage("a container name must be specified for pod web, choose one of: [main side]");
        assertThatThrownBy(() -> read("container=other")).hasMessage("container other is not valid for pod web");
    }

    @Test
    void aContainerThatHasNotRunSaysWhatItWaitsFor() {
        // Given
        logs.exists = false;
        objects.update(POD, pod -> {
            var status = pod.withObjectProperty("status")
                    .putArray("containerStatuses")
                    .addObject();
            status.put("name", "main").putObject("state").putObject("waiting").put("reason", "ImagePullBackOff");
            return pod;
        });

        // Then
        assertThatThrownBy(() -> read(""))
                .hasMessage("container \"main\" in pod \"web\" is waiting to start: ImagePullBackOff");
        assertThatThrownBy(() -> read("previous=true"))
                .hasMessage("previous terminated container \"main\" in pod \"web\" not found");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> read("sinceTime=yesterday"))
                .hasMessage("invalid value of sinceTime: \"yesterday\" must be an RFC 3339 time");
    }

    @Test
    void whoeverFollowsASilentContainerIsLetGoInTheEnd() throws Exception {
        // Given
        PodLogs silent = new PodLogs() {
            @Override
            public boolean exists(ContainerRef container, boolean previous) {
                return true;
            }

            @Override
            public void copy(ContainerRef container, Wanted lines, OutputStream out) throws InterruptedException {
                new CountDownLatch(1).await();
            }
        };
        var impatient = new LogEndpoint(objects, silent, Clock.systemUTC(), Duration.ofMillis(20));

        // When
        var text = read(impatient, "follow=true");

        // Then
        assertThat(text).isEmpty();
    }

    private String read(String query) throws IOException, InterruptedException {
        return read(endpoint, query);
    }

    private static String read(LogEndpoint endpoint, String query) throws IOException, InterruptedException {
        var call = new Call("GET", Query.parse(query), new Headers(), new byte[0], new Caller("ann", "", List.of()));
        var stream = (Answer.Stream) endpoint.get(call, POD);
        try (var source = stream.source()) {
            var out = new ByteArrayOutputStream();
            source.writeTo(out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    private static final class Written implements PodLogs {
        private boolean exists = true;
        private Wanted wanted;

        @Override
        public boolean exists(ContainerRef container, boolean previous) {
            return exists;
        }

        @Override
        public void copy(ContainerRef container, Wanted lines, OutputStream out) throws IOException {
            wanted = lines;
            out.write("a line\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
