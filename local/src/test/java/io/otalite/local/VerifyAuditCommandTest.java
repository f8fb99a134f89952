package io.otalite.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.audit.AuditAction;
import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditEntry;
import io.otalite.audit.AuditFact;
import io.otalite.audit.AuditHead;
import io.otalite.events.FactoryName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person or a script runs it, with files as an API would have exported them. */
class VerifyAuditCommandTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<AuditEntry> chain = new ArrayList<>();
    private Path file;

    @BeforeEach
    void export() throws IOException {
        for (int i = 0; i < 4; i++) {
            var head = chain.isEmpty() ? AuditHead.NONE : chain.getLast().head();
            var fact = new AuditFact(
                    NOW.plusSeconds(i), "admin", AuditAction.PUBLISHED, Map.of("version", Integer.toString(i + 1)));
            chain.add(AuditChain.append(head, new FactoryName("acme"), fact));
        }
        file = write(chain.stream().map(AuditEntry::line).toList());
    }

    @Test
    void anIntactTrailIsToldWithTheHeadToNoteDown() {
        assertThat(run(file.toString())).as(err.toString()).isZero();

        assertThat(out.toString())
                .contains("factory acme is intact", "entries  4", "first    2030-01-01T00:00:00Z")
                .contains(
                        "last     2030-01-01T00:00:03Z",
                        "head     " + chain.getLast().head(),
                        "Note the head");
    }

    @Test
    void aHeadThatWasNotedIsFoundAgain() {
        assertThat(run(file.toString(), "--head", chain.get(1).head() + "\n")).isZero();

        assertThat(out.toString()).contains("still has the entry 2");
    }

    @Test
    void aTrailThatIsNotTheOneThatWasNotedIsOne() {
        var other = new AuditHead(2, chain.getFirst().hash());

        assertThat(run(file.toString(), "--head", other.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("at line 2", "written anew", other.hash().hex());
    }

    @Test
    void aBrokenTrailIsOneAndSaysWhereAndWhy() throws IOException {
        var lines = new ArrayList<>(chain.stream().map(AuditEntry::line).toList());
        lines.set(2, lines.get(2).replace("admin", "nobody"));

        assertThat(run(write(lines).toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("broken at line 3, where entry 3 should be: the entry was changed")
                .contains(
                        "expected the hash", "found    the hash " + chain.get(2).hash());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatIsMissingIsTwo() throws IOException {
        assertThat(run(folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("There is no file", "none").doesNotContain("Exception");

        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(run("\0")).isEqualTo(2);
        assertThat(run(write(List.of()).toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "x:y", "0:aa", "4:abc"})
    void aHeadThatIsNoneIsTwo(String head) {
        assertThat(run(file.toString(), "--head", head)).isEqualTo(2);

        assertThat(err.toString()).contains("is no head");
    }

    @Test
    void withoutAFileTheCommandLineIsWrong() {
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void aDashReadsStandardInput() throws IOException {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(file)));
        try {
            assertThat(run("-")).as(err.toString()).isZero();
        } finally {
            System.setIn(before);
        }
    }

    private Path write(List<String> lines) throws IOException {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return Files.writeString(folder.resolve("acme.jsonl"), text, UTF_8);
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of("verify-audit"));
        all.addAll(List.of(arguments));
        return Ota.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
