package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What Google IAM says of the accounts and keys that a workload uses: it starts with a bad one, and is refused then. */
final class GoogleRules {
    private final Duration warnBefore;

    GoogleRules(Duration warnBefore) {
        this.warnBefore = warnBefore;
    }

    Optional<Reason> account(Case one, GoogleAccount account) {
        return account.disabled()
                ? Optional.of(one.reason(
                                Verdict.DEGRADED,
                                Cause.GOOGLE_ACCOUNT_DISABLED,
                                one.who() + ", which is disabled",
                                Optional.empty(),
                                account)
                        .mendedBy(
                                Optional.empty(),
                                new Fix.Advice("gcloud iam service-accounts enable "
                                        + account.ref().name())))
                : Optional.empty();
    }

    Optional<Reason> key(Case one, GoogleKey key, Instant now) {
        var account = key.ref().namespace();
        if (key.disabled()) {
            return Optional.of(one.reason(
                            Verdict.DEGRADED,
                            Cause.GOOGLE_KEY_DISABLED,
                            one.who() + ", which is disabled",
                            Optional.empty(),
                            key)
                    .mendedBy(
                            Optional.empty(),
                            new Fix.Advice("gcloud iam service-accounts keys enable %s --iam-account=%s"
                                    .formatted(key.ref().name(), account))));
        }
        if (key.expires().isEmpty() || key.expires().get().isAfter(now.plus(warnBefore))) {
            return Optional.empty();
        }
        var expires = key.expires().get();
        var over = !expires.isAfter(now);
        return Optional.of(one.reason(
                        over ? Verdict.DEGRADED : Verdict.AT_RISK,
                        over ? Cause.GOOGLE_KEY_EXPIRED : Cause.GOOGLE_KEY_EXPIRES,
                        "%s, which %s %s".formatted(one.who(), over ? "has expired at" : "expires at", expires),
                        over ? Optional.of(expires) : Optional.empty(),
                        key)
                .mendedBy(Optional.empty(), new Fix.Advice("rotate the key of " + account)));
    }

    static Reason missing(Case one) {
        var isKey = one.reference().use() == Use.GOOGLE_KEY;
        var message = isKey ? one.who() + ", which Google does not know" : one.who() + ", which does not exist";
        var account = isKey
                ? one.reference().target().namespace()
                : one.reference().target().name();
        return one.reason(
                        one.loss(), isKey ? Cause.GOOGLE_KEY_UNKNOWN : Cause.OBJECT_MISSING, message, Optional.empty())
                .mendedBy(
                        Optional.empty(),
                        new Fix.Advice("gcloud iam service-accounts keys list --iam-account=" + account));
    }

    /** Entries that want to be key files and are none. */
    List<Reason> keyFiles(Case one, DataObject data) {
        return data.unread().entrySet().stream()
                .filter(entry -> one.reference().neededKey().isEmpty()
                        || one.reference().neededKey().get().equals(entry.getKey()))
                .map(entry -> one.reason(
                        Verdict.DEGRADED,
                        Cause.KEY_FILE_MALFORMED,
                        "%s, whose entry %s %s".formatted(one.who(), entry.getKey(), entry.getValue()),
                        data.changed(),
                        data))
                .toList();
    }
}
