package io.otalite.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.otalite.events.FactoryName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Chains to try. */
final class Chains {
    static final FactoryName ACME = new FactoryName("acme");
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private Chains() {}

    /** Publications, one each minute. */
    static List<AuditEntry> of(FactoryName factory, int entries) {
        return after(new ArrayList<>(), factory, entries);
    }

    static List<AuditEntry> after(List<AuditEntry> before, FactoryName factory, int entries) {
        var chain = new ArrayList<>(before);
        for (int i = 0; i < entries; i++) {
            var number = chain.size() + 1;
            var fact = new AuditFact(
                    START.plusSeconds(60L * number),
                    "tester",
                    AuditAction.PUBLISHED,
                    Map.of("version", Integer.toString(number)));
            chain.add(AuditChain.append(head(chain), factory, fact));
        }
        return chain;
    }

    /** Of any actions, actors, details and instants. */
    static List<AuditEntry> random(Random random) {
        List<AuditEntry> chain = new ArrayList<>();
        var entries = 1 + random.nextInt(12);
        for (int i = 0; i < entries; i++) {
            var details = new java.util.TreeMap<String, String>();
            for (int detail = random.nextInt(4); detail > 0; detail--) {
                details.put(text(random), text(random));
            }
            var fact = new AuditFact(
                    START.plusMillis(random.nextLong(1_000_000_000_000L)),
                    "a" + text(random),
                    AuditAction.all().get(random.nextInt(AuditAction.all().size())),
                    details);
            chain.add(AuditChain.append(head(chain), ACME, fact));
        }
        return chain;
    }

    /** With what has to be escaped, and what lies beyond ASCII and beyond the basic plane. */
    private static String text(Random random) {
        var alphabet =
                new String[] {"a", "Z", "7", "\"", "\\", " ", "/", "ü", "漢", "\uD83D\uDE00", "\u2028", "{", "}", ","};
        var text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    static AuditHead head(List<AuditEntry> chain) {
        return chain.isEmpty() ? AuditHead.NONE : chain.getLast().head();
    }

    static List<String> lines(List<AuditEntry> chain) {
        return new ArrayList<>(chain.stream().map(AuditEntry::line).toList());
    }

    static byte[] export(List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString().getBytes(UTF_8);
    }

    static AuditVerdict verify(byte[] export, Optional<AuditHead> noted) {
        try {
            return AuditChain.verify(new ByteArrayInputStream(export), noted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
