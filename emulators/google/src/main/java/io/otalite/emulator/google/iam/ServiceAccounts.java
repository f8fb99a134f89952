package io.otalite.emulator.google.iam;

import io.otalite.emulator.google.access.Duty;
import io.otalite.emulator.google.disk.DataDirectory;
import io.otalite.emulator.google.disk.DurableFiles;
import io.otalite.emulator.google.disk.FileNames;
import io.otalite.emulator.google.http.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * All accounts of the project. A change is on the disk before it can be seen, and is seen by every later look-up: a token
 * exchange that starts after a key was disabled finds it disabled.
 */
public final class ServiceAccounts {
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final Path scratch;
    private final SecureRandom random;
    private final ReentrantLock writing = new ReentrantLock();
    private final ConcurrentSkipListMap<String, ServiceAccount> accounts = new ConcurrentSkipListMap<>();

    private ServiceAccounts(Path directory, Path scratch, SecureRandom random) {
        this.directory = directory;
        this.scratch = scratch;
        this.random = random;
    }

    /** @throws IOException when a file cannot be read; its name stands in the message */
    public static ServiceAccounts open(DataDirectory data, SecureRandom random) throws IOException {
        var opened = new ServiceAccounts(data.directory("iam"), data.directory("scratch"), random);
        DurableFiles.empty(opened.scratch);
        try (var files = Files.newDirectoryStream(opened.directory, "*" + SUFFIX)) {
            for (var file : files) {
                var account = read(file);
                opened.accounts.put(account.email(), account);
            }
        }
        return opened;
    }

    private static ServiceAccount read(Path file) throws IOException {
        try {
            return Json.read(Files.readAllBytes(file), ServiceAccount.class);
        } catch (IOException e) {
            throw new IOException("%s does not hold a service account".formatted(file), e);
        }
    }

    public Optional<ServiceAccount> find(String email) {
        return Optional.ofNullable(accounts.get(email));
    }

    /** All accounts, by e-mail. */
    public List<ServiceAccount> list() {
        return List.copyOf(accounts.values());
    }

    /** Makes the account unless it exists; one that exists keeps its keys and takes the duty. */
    public ServiceAccount ensure(String email, Duty duty) throws IOException {
        writing.lock();
        try {
            var existing = accounts.get(email);
            if (existing != null && existing.duty() == duty) {
                return existing;
            }
            var wanted = existing == null
                    ? new ServiceAccount(email, newUniqueId(), duty, false, "", List.of())
                    : existing.withDuty(duty);
            return store(wanted);
        } finally {
            writing.unlock();
        }
    }

    /** Changes an account; empty when there is none. */
    public Optional<ServiceAccount> change(String email, UnaryOperator<ServiceAccount> change) throws IOException {
        writing.lock();
        try {
            var existing = accounts.get(email);
            return existing == null ? Optional.empty() : Optional.of(store(change.apply(existing)));
        } finally {
            writing.unlock();
        }
    }

    /** Deletes an account with its keys; false when there is none. */
    public boolean delete(String email) throws IOException {
        writing.lock();
        try {
            DurableFiles.delete(file(email));
            return accounts.remove(email) != null;
        } finally {
            writing.unlock();
        }
    }

    private ServiceAccount store(ServiceAccount account) throws IOException {
        DurableFiles.replace(file(account.email()), scratch, Json.bytesOf(account));
        accounts.put(account.email(), account);
        return account;
    }

    private Path file(String email) {
        return directory.resolve(FileNames.of(email) + SUFFIX);
    }

    private String newUniqueId() {
        var digits = new BigInteger(67, random).mod(BigInteger.TEN.pow(20));
        return "1" + "%020d".formatted(digits);
    }
}
