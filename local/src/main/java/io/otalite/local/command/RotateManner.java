package io.otalite.local.command;

import io.otalite.local.rotation.Wish;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How it is to be rotated. */
final class RotateManner {
    @Option(
            names = "--compromised",
            description =
                    "The old credential is in wrong hands: it is disabled first, so what uses it fails until it is restarted. Asks once more.")
    private boolean compromised;

    @Option(
            names = "--confirm",
            paramLabel = "ACCOUNT",
            description = "With --compromised, in scripts: the account, instead of being asked.")
    private Optional<String> confirm = Optional.empty();

    @Option(
            names = "--force",
            paramLabel = "REASON",
            description = "Goes on although a workload would not start again; the reason is recorded.")
    private Optional<String> force = Optional.empty();

    boolean isGiven() {
        return compromised || confirm.isPresent() || force.isPresent();
    }

    Wish wish(Wish.Target target) {
        return new Wish(target, compromised, confirm, force);
    }
}
