package io.otalite.emulator.google.iam;

import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.http.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** The IAM API over {@link ServiceAccounts}: paths and answers as Google's client for it expects them. */
public final class IamApi {
    private final AccountApi accounts;
    private final KeyApi keys;

    /** @param propagation how long a new key is unknown at the token endpoint; asked for each key */
    public IamApi(
            ServiceAccounts accounts,
            Authenticator authenticator,
            String project,
            KeyMaker maker,
            Clock clock,
            Supplier<Duration> propagation) {
        var access = new IamAccess(accounts, authenticator, project);
        var json = new IamJson(project);
        this.accounts = new AccountApi(access, json);
        this.keys = new KeyApi(access, json, maker, clock, propagation);
    }

    public void addTo(Router router) {
        accounts.addTo(router);
        keys.addTo(router);
    }
}
