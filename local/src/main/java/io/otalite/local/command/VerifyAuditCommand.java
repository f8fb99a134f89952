package io.otalite.local.command;

import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditHead;
import io.otalite.audit.AuditVerdict;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Verifies an audit trail that was exported, with nothing but the file: no system needs to run. */
@Command(
        name = "verify-audit",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies the audit trail of a factory.",
            "",
            "The trail is what GET /v1/factories/NAME/audit/export gives. Every entry has a hash of what it says and the hash"
                    + " of the entry before, so that a change, a removal, an addition and another order are found, and"
                    + " told with the line. No system needs to run, and nothing is asked over a network.",
            "",
            "Whoever can write the whole trail can write it anew. So note the head that is printed where nobody else can"
                    + " write, and give it to --head the next time: then the trail must still have that history."
        },
        footer = {
            "",
            "Example:",
            "  api=http://127.0.0.1:8080/v1/factories/acme",
            "  curl -sSf -H \"OSF-TOKEN: $TOKEN\" $api/audit/export >acme.jsonl",
            "  ./ota verify-audit acme.jsonl --head \"$(cat acme.head)\""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The trail is intact, and has the head that was given.",
            "1:It is not; the line and the reason are printed.",
            "2:It could not be told: the file cannot be read or has no entries, or the command line is wrong."
        })
public final class VerifyAuditCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", description = "The exported trail; - reads standard input.")
    private String file = "";

    @Option(
            names = "--head",
            paramLabel = "SEQ:HASH",
            converter = HeadReader.class,
            description = "A head that was noted earlier; the trail must contain exactly that entry.")
    private @Nullable AuditHead head;

    @Spec
    private CommandSpec command = CommandSpec.create();

    static final class HeadReader implements ITypeConverter<AuditHead> {
        @Override
        public AuditHead convert(String text) {
            return AuditHead.parse(text.strip())
                    .orElseThrow(() -> new TypeConversionException(
                            "'%s' is no head; one looks like 12:9f86d081..., with 64 hexadecimal digits"
                                    .formatted(text)));
        }
    }

    @Override
    public Integer call() {
        try (var lines = open()) {
            return told(AuditChain.verify(lines, Optional.ofNullable(head)));
        } catch (NoSuchFileException e) {
            command.commandLine().getErr().println("There is no file " + e.getFile());
            return ExitCode.COULD_NOT_TELL;
        } catch (IOException | InvalidPathException e) {
            command.commandLine().getErr().println("The trail cannot be read: " + e);
            return ExitCode.COULD_NOT_TELL;
        }
    }

    private InputStream open() throws IOException {
        return file.equals(STANDARD_INPUT) ? new Unclosed(System.in) : Files.newInputStream(Path.of(file));
    }

    private int told(AuditVerdict verdict) {
        var line = command.commandLine();
        switch (verdict) {
            case AuditVerdict.Intact intact -> {
                line.getOut()
                        .printf(
                                "The audit trail of factory %s is intact.%n  entries  %d%n  first    %s%n  last     %s%n  head     %s%n",
                                intact.factory(), intact.entries(), intact.first(), intact.last(), intact.head());
                line.getOut().println(remark());
                return ExitCode.DONE;
            }
            case AuditVerdict.Broken broken -> {
                line.getErr()
                        .printf(
                                "The audit trail is broken at line %d, where entry %d should be: %s.%n  expected %s%n  found    %s%n",
                                broken.line(),
                                broken.seq(),
                                broken.fault().description(),
                                broken.expected(),
                                broken.found());
                return ExitCode.DID_NOT_HOLD;
            }
            case AuditVerdict.Empty() -> {
                line.getErr().println("There are no entries, which proves nothing.");
                return ExitCode.COULD_NOT_TELL;
            }
        }
    }

    private String remark() {
        return head == null
                ? "Note the head elsewhere: only with --head can a trail that was written anew, or has lost its end, be told."
                : "It still has the entry %d that was noted.".formatted(head.seq());
    }

    /** Standard input belongs to the process. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // Whoever opened it closes it.
        }
    }
}
