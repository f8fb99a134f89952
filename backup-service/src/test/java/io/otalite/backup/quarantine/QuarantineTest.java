package io.otalite.backup.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.InMemoryArchiveStore;
import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.archive.RecordPosition;
import io.otalite.backup.archive.Refusal;
import io.otalite.backup.archive.StoredContent;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.events.EventMessage;
import io.otalite.tuf.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final Refusal REFUSAL = new Refusal(Refusal.Reason.UNDECODABLE, "no header \u201Cce_type\u201D");

    private final InMemoryArchiveStore store = new InMemoryArchiveStore();
    private final Quarantine quarantine = new Quarantine(store);

    @Test
    void aRecordIsFoundAgainWithItsBytesAndItsReason() {
        // Given
        var record = record(7, "key", Map.of("ce_subject", "acme/tuf/full/targets/1"), "bytes");

        // When
        quarantine.setAside(record, REFUSAL);

        // Then
        var path = "topic/3/00000000000000000007";
        var found = quarantine.find(path).orElseThrow();
        assertThat(found.path()).isEqualTo(path);
        assertThat(found.reason()).isEqualTo("undecodable");
        assertThat(found.message()).isEqualTo("no header ?ce_type?");
        assertThat(found.key()).isEqualTo("key");
        assertThat(found.subject()).contains("acme/tuf/full/targets/1");
        assertThat(found.written()).contains(TestFactory.NOW.toString());
        assertThat(quarantine.content(path)).map(StoredContent::bytes).contains(Bytes.utf8("bytes"));
    }

    @Test
    void headersOfAnyKindAreKeptAsJson() throws JsonProcessingException {
        // Given
        var headers = Map.of("quote\"", "back\\slash", "line", "a\nb\u0000", "umlaut", "\u00fc\uD83D\uDE00");

        // When
        quarantine.setAside(record(1, "", headers, "bytes"), REFUSAL);

        // Then
        var kept = quarantine.list(Optional.empty(), 1).getFirst().headersJson().orElseThrow();
        assertThat(new ObjectMapper().readValue(kept, Map.class)).isEqualTo(headers);
        assertThat(kept).matches("[ -~]*");
    }

    @Test
    void headersThatAreTooLargeForMetadataAreLeftOut() {
        // When
        quarantine.setAside(record(1, "k".repeat(9000), Map.of("large", "x".repeat(9000)), "bytes"), REFUSAL);

        // Then
        var kept = quarantine.list(Optional.empty(), 1).getFirst();
        assertThat(kept.headersJson()).isEmpty();
        assertThat(kept.key()).hasSize(1003);
    }

    @Test
    void settingAsideAgainChangesNothing() {
        // Given
        var record = record(1, "", Map.of(), "bytes");
        var first = quarantine.setAside(record, REFUSAL);

        // When
        var second = quarantine.setAside(record, REFUSAL);

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void givenATopicThatWasMadeAnew_whenAPositionComesAgain_thenBothRecordsAreKept() {
        // Given
        quarantine.setAside(record(1, "", Map.of(), "of the old topic"), REFUSAL);

        // When
        quarantine.setAside(record(1, "", Map.of(), "of the new topic"), REFUSAL);

        // Then
        assertThat(quarantine.list(Optional.empty(), 10))
                .extracting(
                        kept -> quarantine.content(kept.path()).orElseThrow().bytes())
                .containsExactly(Bytes.utf8("of the old topic"), Bytes.utf8("of the new topic"));
    }

    @Test
    void theListGoesOnAfterAPath() {
        // Given
        for (var offset = 1; offset <= 3; offset++) {
            quarantine.setAside(record(offset, "", Map.of(), "bytes"), REFUSAL);
        }

        // When
        var first = quarantine.list(Optional.empty(), 2);
        var rest = quarantine.list(Optional.of(first.getLast().path()), 2);

        // Then
        assertThat(first)
                .extracting(QuarantinedRecord::path)
                .containsExactly("topic/3/00000000000000000001", "topic/3/00000000000000000002");
        assertThat(rest).extracting(QuarantinedRecord::path).containsExactly("topic/3/00000000000000000003");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(quarantine.find("topic/3/1")).isEmpty();
        assertThat(quarantine.content("topic/3/1")).isEmpty();
    }

    @Test
    void aStoreThatDoesNotEvenTakeThisIsWaitedFor() {
        // Given
        store.rejectEverything();

        // When, Then
        assertThatThrownBy(() -> quarantine.setAside(record(1, "", Map.of(), "bytes"), REFUSAL))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.holdCause()).isEqualTo(HoldCause.STORE));
    }

    private static ReceivedRecord record(long offset, String key, Map<String, String> headers, String value) {
        var message = new EventMessage("topic", key, new TreeMap<>(headers), Bytes.utf8(value));
        return new ReceivedRecord(new RecordPosition("topic", 3, offset), TestFactory.NOW, message);
    }
}
