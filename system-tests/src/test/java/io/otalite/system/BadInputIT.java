package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that no part of the system may serve, seen from outside its processes. */
class BadInputIT {
    private static final int MEGABYTE = 1024 * 1024;
    private static final int BODY_MEGABYTES = 20;
    private static final int PARALLEL = 16;
    private static final int REQUESTS = 48;

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.asDocumented();

    private enum Body {
        /** Announces its length, which is too much. */
        ANNOUNCED {
            @Override
            BodyPublisher of(byte[] content) {
                return BodyPublishers.ofByteArray(content);
            }
        },
        /** Does not say how long it is. */
        UNANNOUNCED {
            @Override
            BodyPublisher of(byte[] content) {
                return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content));
            }
        };

        abstract BodyPublisher of(byte[] content);
    }

    @ParameterizedTest
    @EnumSource
    void givenManyBodiesOf20MegabytesAtOnce_thenTheyAreRefusedAndTheServiceKeepsItsMemory(Body body) throws Exception {
        // Given
        var factory = Names.unique("large");
        SYSTEM.api().createFactory(factory);
        var process = SYSTEM.process(TestSystem.API).pid().orElseThrow();
        var content = "[".repeat(BODY_MEGABYTES * MEGABYTE).getBytes(StandardCharsets.US_ASCII);
        var rest = SYSTEM.rest(SYSTEM.endpoints().api());
        var before = residentBytes(process);

        // When
        var refusals =
                inParallel(() -> refusal(rest, "/ota/factories/%s/targets/".formatted(factory), body.of(content)));

        // Then
        assertThat(refusals)
                .isSubsetOf(Refusal.WITH_4XX, Refusal.CONNECTION_CLOSED)
                .contains(Refusal.WITH_4XX);
        assertThat(residentBytes(process) - before)
                .as("growth of the api-service in bytes, less than half of what was on its way at once")
                .isLessThan((long) PARALLEL * BODY_MEGABYTES * MEGABYTE / 2);
        assertThat(SYSTEM.process(TestSystem.API).pid()).hasValue(process);
        assertThat(SYSTEM.process(TestSystem.API).isReady()).isTrue();
        assertThat(SYSTEM.api().newest(factory)).as("nothing was published").isEqualTo(1);
    }

    /** How the service got rid of a body: with words, or, when the sender would not stop, without. */
    private enum Refusal {
        WITH_4XX,
        CONNECTION_CLOSED,
        NONE
    }

    private static Refusal refusal(RestClient rest, String path, BodyPublisher body) {
        try {
            var answer = rest.sendOnce("PUT", path, body);
            return answer.status() >= 400 && answer.status() < 500 ? Refusal.WITH_4XX : Refusal.NONE;
        } catch (IOException _) {
            return Refusal.CONNECTION_CLOSED;
        }
    }

    private static <T> List<T> inParallel(Callable<T> call) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(PARALLEL)) {
            var results = new ArrayList<T>();
            for (Future<T> future : threads.invokeAll(Collections.nCopies(REQUESTS, call))) {
                results.add(future.get());
            }
            return results;
        }
    }

    /** What the operating system has given the process. */
    private static long residentBytes(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            var kilobytes = lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(kilobytes) * 1024;
        }
    }

    private enum Place {
        API {
            @Override
            URI uri() {
                return SYSTEM.endpoints().api();
            }
        },
        BACKUP {
            @Override
            URI uri() {
                return SYSTEM.endpoints().backup();
            }
        },
        GOOGLE {
            @Override
            URI uri() {
                return SYSTEM.endpoints().google();
            }
        };

        abstract URI uri();
    }

    @ParameterizedTest
    @CsvSource({
        "API, GET, /v1/factories",
        "API, POST, /v1/factories",
        "API, GET, /v1/factories/garden/versions",
        "API, GET, /ota/factories/garden/targets/",
        "API, PUT, /ota/factories/garden/targets/",
        "API, PATCH, /ota/factories/garden/targets/",
        "API, DELETE, /ota/factories/garden/targets/",
        "API, GET, /tuf/garden/metadata/timestamp.json",
        "BACKUP, GET, /v1/status",
        "BACKUP, GET, /v1/quarantine",
        "BACKUP, GET, /v1/factories/garden/archive",
        "BACKUP, GET, /v1/factories/garden/archive/1/content",
        "BACKUP, GET, /v1/factories/garden/completeness",
        "GOOGLE, GET, /admin/faults",
        "GOOGLE, POST, /admin/faults",
        "GOOGLE, GET, /v1/projects/ota-local/serviceAccounts",
        "GOOGLE, GET, /storage/v1/b/ota-archive/o",
    })
    void withoutTheTokenNothingIsAnswered(Place place, String method, String path) throws IOException {
        var body = "{\"name\":\"intruder\"}";

        var anonymous = RestClient.withoutToken(place.uri()).sendOnce(method, path, BodyPublishers.ofString(body));
        var wrong = RestClient.withToken(place.uri(), "not-the-token")
                .sendOnce(method, path, BodyPublishers.ofString(body));

        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(anonymous.text()).doesNotContain("\tat ");
    }

    @Test
    void theSameTokenOpensAllThree() {
        assertThat(SYSTEM.rest(SYSTEM.endpoints().api()).get("/v1/factories").status())
                .isEqualTo(200);
        assertThat(SYSTEM.rest(SYSTEM.endpoints().backup()).get("/v1/status").status())
                .isEqualTo(200);
        assertThat(SYSTEM.rest(SYSTEM.endpoints().google()).get("/admin/faults").status())
                .isEqualTo(200);
    }
}
