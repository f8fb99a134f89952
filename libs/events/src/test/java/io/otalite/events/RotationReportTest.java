package io.otalite.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.InvalidValueException;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationReportTest {

    private static final URI SOURCE = URI.create("urn:ota-lite:rotation-service");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final ObjectName SECRET = new ObjectName("shop", "Secret", "archive-key");
    private static final ObjectName WORKLOAD = new ObjectName("shop", "Deployment", "archive");

    @Test
    void aReportStandsUnderItsRotation() {
        // Given
        var event = new RestartVerified("rot-1", SECRET, WORKLOAD, List.of("ready for 60 s"), NOON);

        // When
        var message = CloudEvents.encode(event, SOURCE);

        // Then
        assertThat(message.topic()).isEqualTo("ota.rotations.v1");
        assertThat(message.key()).isEqualTo("rot-1");
        assertThat(message.headers())
                .containsEntry("ce_subject", "rot-1")
                .containsEntry("ce_partitionkey", "rot-1")
                .containsEntry(
                        "ce_id", "restart-verified:rot-1:shop/archive-key:shop/Deployment/archive@2026-11-01T12:00:00Z")
                .hasSize(8);
    }

    @Test
    void aLongReportIsCutAndCanBeRead() {
        // Given
        var key = "🔑".repeat(400);
        var event = new RestartFailed("rot-1", SECRET, WORKLOAD, "x".repeat(501), Collections.nCopies(60, key), NOON);

        // When
        var read = CloudEvents.decode(CloudEvents.encode(event, SOURCE));

        // Then
        assertThat(read).isEqualTo(event);
        assertThat(event.reason()).isEqualTo("x".repeat(497) + "...");
        assertThat(event.evidence()).hasSize(50).containsOnly("🔑".repeat(248) + "...");
    }

    @Test
    void aReportOfTheLargestSizeCanBeRead() {
        // Given
        var largest = "\u0001".repeat(500);
        var event = new RotationRolledBack("rot-1", largest, largest, Collections.nCopies(50, largest), NOON);

        // When
        var read = CloudEvents.decode(CloudEvents.encode(event, SOURCE));

        // Then
        assertThat(read).isEqualTo(event);
    }

    @Test
    void anEndWithoutKeysIsAnEndToo() {
        // Given
        var event = new RotationCompleted(
                "rot-1",
                "Secret shop/archive-key",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                NOON);

        // When
        var read = CloudEvents.decode(CloudEvents.encode(event, SOURCE));

        // Then
        assertThat(read).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RestartVerified",
                "RestartFailed",
                "RotationRefused",
                "RotationCompleted",
                "RotationRolledBack",
                "RotationFailed"
            })
    void aReportUnderTheNameOfAnotherRotationIsRefused(String type) {
        var golden = GoldenMessage.read(type, "v1");

        assertMalformed(golden.withHeader("ce_subject", "rot-2"), Reason.BAD_SUBJECT);
        assertMalformed(golden.withHeader("ce_partitionkey", "rot-2"), Reason.KEY_MISMATCH);
        assertMalformed(
                new EventMessage(golden.topic(), "rot-2", golden.headers(), golden.value()), Reason.KEY_MISMATCH);
    }

    @Test
    void aReportThatContradictsItselfCannotBeMade() {
        var configMap = new ObjectName("shop", "ConfigMap", "settings");

        assertThatThrownBy(() -> new RotationRefused("rot 1", "a key", List.of("no"), NOON))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new RestartVerified("rot-1", configMap, WORKLOAD, List.of(), NOON))
                .isInstanceOf(InvalidValueException.class);
    }

    private static void assertMalformed(EventMessage message, Reason reason) {
        assertThatThrownBy(() -> CloudEvents.decode(message))
                .isInstanceOfSatisfying(
                        MalformedEventException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
