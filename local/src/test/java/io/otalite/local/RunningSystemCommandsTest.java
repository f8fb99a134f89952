package io.otalite.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.CloudEvents;
import io.otalite.events.KeyRotated;
import io.otalite.events.Topics;
import io.otalite.local.kafka.TopicReader;
import io.otalite.local.system.LocalSystem;
import io.otalite.local.system.LocalSystemSettings;
import io.otalite.local.system.Ports;
import io.otalite.local.system.ProjectLayout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a running system, against a real broker. */
@Timeout(120)
class RunningSystemCommandsTest {
    private static final String TOPIC = "events";

    @TempDir
    private static Path folder;

    private static LocalSystem system;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startKafka() throws Exception {
        var settings = LocalSystemSettings.standard(ProjectLayout.find())
                .withStateDirectory(folder.resolve("state"))
                .withPorts(Ports.free());
        for (var process : List.of("postgres", "google", "api-service", "backup-service", "rotation-service")) {
            settings = settings.without(process);
        }
        system = new LocalSystem(settings, Clock.systemUTC());
        system.start();
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", system.endpoints().kafka()))) {
            admin.createTopics(List.of(
                            new NewTopic(TOPIC, 3, (short) 1), new NewTopic(Topics.KEYS_ROTATED.name(), 3, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopKafka() {
        system.close();
    }

    @Test
    void givenAProducedEvent_whenConsumed_thenKeyHeadersAndValueAreThere() throws Exception {
        // Given
        var file = Files.writeString(folder.resolve("value.json"), "{\"colour\":\"green\"}");
        assertThat(run(
                        "produce",
                        TOPIC,
                        "--type",
                        "com.example.Painted.v1",
                        "--key",
                        "acme",
                        "--header",
                        "ce_id=painted-1",
                        "--header",
                        "x-note=by hand",
                        "--file",
                        file.toString()))
                .isZero();

        // When
        var code = run("consume", TOPIC, "--from-beginning", "--max", "1", "--timeout", "20", "--json");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Written to events, partition")
                .contains("\"key\":\"acme\"")
                .contains("\"ce_type\":\"com.example.Painted.v1\"")
                .contains("\"ce_id\":\"painted-1\"")
                .contains("\"x-note\":\"by hand\"")
                .contains("\"value\":\"{\\\"colour\\\":\\\"green\\\"}\"");
        assertThat(run("consume", TOPIC, "--from-beginning", "--max", "1", "--timeout", "20"))
                .isZero();
        assertThat(out.toString()).contains("ce_type:         com.example.Painted.v1", "key: acme", "sha256");
    }

    @Test
    void whatTheDocumentationWritesByHandIsARotatedKey() throws Exception {
        // Given
        var documentation = Files.readString(ProjectLayout.find().root().resolve("docs/events.md"));
        var example = Pattern.compile("^\\./ota (produce ota\\.keys\\.rotated(?:.*\\\\\\n)*.*)$", Pattern.MULTILINE)
                .matcher(documentation);
        assertThat(example.find()).isTrue();

        // When
        var code = run(words(example.group(1)));

        // Then
        assertThat(code).as(err.toString()).isZero();
        try (var reader = TopicReader.fromBeginning(system.endpoints().kafka(), Topics.KEYS_ROTATED.name())) {
            assertThat(reader.readToEnd())
                    .singleElement()
                    .extracting(received -> CloudEvents.decode(received.message()))
                    .isInstanceOfSatisfying(
                            KeyRotated.class,
                            event -> assertThat(event.secretName()).isEqualTo("shop/archive-key"));
        }
    }

    @Test
    void givenTooFewRecords_whenConsumed_thenTheCodeSaysSo() {
        assertThat(run("consume", TOPIC, "--max", "1", "--timeout", "1")).isEqualTo(1);
    }

    @Test
    void givenNoSuchTopic_whenConsumed_thenTheTopicsAreNamed() {
        assertThat(run("consume", "nothing")).isEqualTo(3);
        assertThat(err.toString()).contains("There is no topic nothing; there are [events, ota.keys.rotated.v1]");
    }

    @Test
    void givenAReadySystem_whenAskedForItsStatus_thenItIsShown() {
        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("kafka", "ready", system.endpoints().kafka());
    }

    @Test
    void givenABeginningOfAName_whenAskedForLogs_thenTheyAreShown() {
        assertThat(run("logs", "kaf", "-n", "5")).isZero();
        assertThat(out.toString().lines()).hasSizeLessThanOrEqualTo(5).isNotEmpty();
    }

    @Test
    void givenARunningSystem_whenReset_thenItIsRefused() {
        assertThat(run("reset", "--yes")).isEqualTo(3);
        assertThat(err.toString()).contains("A system runs on");
        assertThat(folder.resolve("state/kafka")).exists();
    }

    private int run(String... arguments) {
        var all = Stream.concat(
                Arrays.stream(arguments),
                Stream.of("--state", folder.resolve("state").toString()));
        return Ota.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    /** The words of a line as a shell sees them that knows single quotes and continued lines. */
    private static String[] words(String line) {
        return Pattern.compile("'([^']*)'|([^\\s\\\\']+)")
                .matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toArray(String[]::new);
    }
}
