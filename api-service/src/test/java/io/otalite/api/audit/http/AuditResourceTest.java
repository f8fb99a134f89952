package io.otalite.api.audit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.audit.AuditTrail;
import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditVerdict.Intact;
import io.otalite.events.FactoryName;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditResourceTest {
    private static final FactoryName ACME = new FactoryName("acme");

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final AuditResource resource = new AuditResource(store, new AuditTrail(store));

    @BeforeEach
    void aFactory() {
        new House(store).create(ACME);
    }

    /** Less than is read at once, exactly that, and more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 499, 500, 501, 1000, 1201})
    void theExportIsTheWholeChain(int entries) throws IOException {
        changes(entries - 1);

        var exported = exported("acme");

        var verdict = AuditChain.verify(exported.asInputStream(), Optional.empty());
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Intact.class, intact -> assertThat(intact.entries()).isEqualTo(entries));
    }

    @Test
    void theListIsPagedAndHasTheNewestLast() {
        changes(6);
        var seen = new ArrayList<Long>();
        var token = "";

        do {
            var page = resource.list("acme", "3", token);
            page.items().forEach(entry -> seen.add(entry.seq()));
            token = page.nextPageToken();
        } while (!token.isEmpty());

        assertThat(seen)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
    }

    @Test
    void anEntryIsShownAsItWasHashed() throws IOException {
        var shown = resource.list("acme", null, null).items().getFirst();

        assertThat(new String(exported("acme").toArray(), UTF_8))
                .contains(
                        shown.hash(),
                        shown.previous(),
                        "\"action\":\"" + shown.action(),
                        shown.at().toString());
        assertThat(shown.details()).containsEntry("version", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "No Name", ""})
    void anUnknownFactoryIsNamedBeforeAnythingIsWritten(String factory) {
        assertThatThrownBy(() -> resource.export(factory)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> resource.list(factory, null, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        changes(6);
        new House(store).create(new FactoryName("other"));
        var token = resource.list("acme", "3", null).nextPageToken();

        assertThatThrownBy(() -> resource.list("other", "3", token)).isInstanceOf(ProblemException.class);
    }

    private void changes(int number) {
        for (int i = 0; i < number; i++) {
            store.locked(ACME, locked -> {
                locked.change(House.SETTINGS);
                locked.record(House.CHANGED);
                return true;
            });
        }
    }

    private Bytes exported(String factory) throws IOException {
        var out = new ByteArrayOutputStream();
        resource.export(factory).write(out);
        return Bytes.copyOf(out.toByteArray());
    }
}
