package io.otalite.local.command;

import io.otalite.local.rotation.Wish.Target;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What {@code rotate} is about; exactly one of these is given. */
final class RotateSubject {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAMESPACE/SECRET[/ENTRY]",
            description = "The Secret that holds the credential; the entry where several can be rotated.")
    private Optional<String> secret = Optional.empty();

    @Option(
            names = "--account",
            paramLabel = "EMAIL",
            description = "The service account of Google whose key is rotated.")
    private Optional<String> account = Optional.empty();

    @Option(names = "--follow", paramLabel = "ID", description = "Shows a rotation that is under way, or was.")
    private Optional<String> follow = Optional.empty();

    @Option(
            names = "--abort",
            paramLabel = "ID",
            description = "Takes it back; everything can be undone until the old credential is deleted.")
    private Optional<String> abort = Optional.empty();

    @Option(
            names = "--retire",
            paramLabel = "ID",
            description = "Lets the old credential go although nobody can tell whether it is in use.")
    private Optional<String> retire = Optional.empty();

    @Option(names = "--list", description = "Lists the latest hundred rotations.")
    private boolean list;

    /** The same, as one value. */
    sealed interface Asked {
        record Rotation(Target target) implements Asked {}

        record Following(String id) implements Asked {}

        record Abortion(String id) implements Asked {}

        record Retirement(String id) implements Asked {}

        record Listing() implements Asked {}
    }

    Asked asked(CommandSpec command) {
        if (list) {
            return new Asked.Listing();
        }
        return secret.<Asked>map(text -> new Asked.Rotation(target(text, command)))
                .or(() -> account.map(email -> new Asked.Rotation(new Target.OfAccount(email))))
                .or(() -> follow.map(Asked.Following::new))
                .or(() -> abort.map(Asked.Abortion::new))
                .or(() -> retire.map(Asked.Retirement::new))
                .orElseThrow();
    }

    private static Target target(String text, CommandSpec command) {
        return Target.parse(text)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "A Secret is named NAMESPACE/SECRET or NAMESPACE/SECRET/ENTRY, not " + text));
    }
}
