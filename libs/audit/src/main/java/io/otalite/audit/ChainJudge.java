package io.otalite.audit;

import io.otalite.audit.AuditVerdict.Broken;
import io.otalite.audit.AuditVerdict.Fault;
import io.otalite.audit.LineReader.Line;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges one trail, line by line. Of each entry it asks, in this order: is it one, has it the hash of what it says, is it of the
 * same factory, has it the next number, and has it the hash of the entry before. So a change is called a change wherever it
 * was made, and only entries that are genuine by themselves are said to be missing or moved.
 */
final class ChainJudge {
    private final LineReader lines;
    private final Optional<AuditHead> noted;
    private AuditHead head = AuditHead.NONE;
    private long line;
    private @Nullable AuditEntry first;
    private @Nullable AuditEntry last;

    ChainJudge(LineReader lines, Optional<AuditHead> noted) {
        this.lines = lines;
        this.noted = noted;
    }

    AuditVerdict judge() throws IOException {
        for (var next = lines.next(); next.isPresent(); next = lines.next()) {
            line = next.get().number();
            var broken = judge(next.get());
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return end();
    }

    private Optional<Broken> judge(Line next) throws IOException {
        if (!next.ended()) {
            return broken(
                    Fault.CUT_OFF,
                    "a line break",
                    "the end after %d bytes".formatted(next.content().size()));
        }
        AuditEntry entry;
        try {
            entry = AuditEntry.parse(next.content().toArray());
        } catch (MalformedEntryException e) {
            return broken(Fault.UNREADABLE, "an entry", e.getMessage());
        }
        var broken = judge(entry);
        if (broken.isEmpty()) {
            first = first == null ? entry : first;
            last = entry;
            head = entry.head();
        }
        return broken;
    }

    private Optional<Broken> judge(AuditEntry entry) throws IOException {
        if (!entry.isGenuine()) {
            return broken(Fault.CHANGED, "the hash " + entry.trueHash(), "the hash " + entry.hash());
        }
        if (first != null && !first.factory().equals(entry.factory())) {
            return broken(
                    Fault.OTHER_FACTORY,
                    first.factory().value(),
                    entry.factory().value());
        }
        if (entry.seq() != head.seq() + 1) {
            return outOfPlace(entry);
        }
        if (!entry.previous().equals(head.hash())) {
            return broken(
                    Fault.NOT_LINKED, "the previous hash " + head.hash(), "the previous hash " + entry.previous());
        }
        return noted.filter(known -> known.seq() == entry.seq() && !known.equals(entry.head()))
                .flatMap(known -> broken(Fault.OTHER_HEAD, "the hash " + known.hash(), "the hash " + entry.hash()));
    }

    private Optional<Broken> outOfPlace(AuditEntry entry) throws IOException {
        var expected = "entry %d".formatted(head.seq() + 1);
        var found = "entry %d".formatted(entry.seq());
        if (entry.seq() <= head.seq()) {
            return broken(Fault.REPEATED, expected, found);
        }
        var later = lineOf(head.seq() + 1);
        return later.isPresent()
                ? broken(
                        Fault.OUT_OF_ORDER, expected, "%s; %s is line %d".formatted(found, expected, later.getAsLong()))
                : broken(Fault.MISSING, expected, found);
    }

    /** Looks for an entry in what follows; whatever cannot be read is not it. */
    private OptionalLong lineOf(long seq) throws IOException {
        for (var next = lines.next(); next.isPresent(); next = lines.next()) {
            try {
                if (AuditEntry.parse(next.get().content().toArray()).seq() == seq) {
                    return OptionalLong.of(next.get().number());
                }
            } catch (MalformedEntryException notAnEntry) {
                continue;
            }
        }
        return OptionalLong.empty();
    }

    private AuditVerdict end() {
        var beyond = noted.filter(known -> known.seq() > head.seq());
        if (beyond.isPresent()) {
            line++;
            return new Broken(
                    line,
                    head.seq() + 1,
                    Fault.HEAD_MISSING,
                    "entry %d with the hash %s"
                            .formatted(beyond.get().seq(), beyond.get().hash()),
                    "the end after entry %d".formatted(head.seq()));
        }
        return first == null || last == null
                ? new AuditVerdict.Empty()
                : new AuditVerdict.Intact(
                        first.factory(),
                        head.seq(),
                        first.fact().at(),
                        last.fact().at(),
                        head);
    }

    private Optional<Broken> broken(Fault fault, String expected, String found) {
        return Optional.of(new Broken(line, head.seq() + 1, fault, expected, found));
    }
}
