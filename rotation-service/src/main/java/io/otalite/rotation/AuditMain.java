package io.otalite.rotation;

import io.otalite.rotation.audit.AuditException;
import io.otalite.rotation.audit.cli.AuditCommand;
import java.time.Clock;

/** The second entry point of this service: {@code ota audit}, for a person's machine and for CI. */
public final class AuditMain {
    private AuditMain() {}

    public static void main(String[] arguments) {
        var command = new AuditCommand(
                (_, _, _) -> {
                    throw new AuditException("no cluster");
                },
                Clock.systemUTC(),
                System.in);
        System.exit(command.line().execute(arguments));
    }
}
