package io.otalite.emulator.google;

import io.otalite.access.TokenHash;
import io.otalite.emulator.google.access.Duty;
import io.otalite.emulator.google.lag.Lags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one emulator runs with.
 *
 * @param data the directory of everything that is kept; made if need be
 * @param adminToken opens {@code /admin}, and counts as the project's owner elsewhere
 */
public record EmulatorSettings(Address address, Path data, TokenHash adminToken, Project project, Limits limits) {

    /**
     * Where it listens.
     *
     * @param port 0 for any free one
     * @param advertisedHost the host by which clients reach it; stands in the key files
     */
    public record Address(String host, int port, String advertisedHost) {
        public static Address loopback(int port) {
            return new Address("127.0.0.1", port, "127.0.0.1");
        }
    }

    /**
     * What exists from the start; it is made where it is missing, and never taken away.
     *
     * @param bucket every account with {@link Duty#STORAGE} is its member
     * @param kmsKeys names of the keys of Cloud KMS, {@code projects/…/locations/…/keyRings/…/cryptoKeys/…}; each is made
     *     when it is first used
     */
    public record Project(String id, String bucket, List<Account> accounts, Set<String> kmsKeys) {
        public Project {
            accounts = List.copyOf(accounts);
            kmsKeys = Set.copyOf(kmsKeys);
        }

        /** Without Cloud KMS. */
        public Project(String id, String bucket, List<Account> accounts) {
            this(id, bucket, accounts, Set.of());
        }
    }

    /**
     * A service account.
     *
     * @param keyFile gets a new key if it does not exist, or if the account has no key
     */
    public record Account(String email, Path keyFile, Duty duty) {}

    /**
     * Bounds that a test may want to tighten.
     *
     * @param tokenLifetime of access tokens; clients renew three minutes before the end
     * @param largestObject in bytes
     * @param lags that hold until the admin sets others
     */
    public record Limits(Duration tokenLifetime, long largestObject, Lags lags) {
        public static final Limits DEFAULT = new Limits(Duration.ofHours(1), 64L * 1024 * 1024);

        /** With the shortest lags. */
        public Limits(Duration tokenLifetime, long largestObject) {
            this(tokenLifetime, largestObject, Lags.DEFAULT);
        }
    }
}
