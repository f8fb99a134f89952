package io.otalite.emulator.google;

import io.otalite.emulator.google.access.Duty;
import io.otalite.emulator.google.iam.KeyFile;
import io.otalite.emulator.google.iam.ServiceAccount;
import io.otalite.emulator.google.iam.ServiceAccounts;
import io.otalite.emulator.google.storage.Buckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the bucket, the accounts and the key files that are to exist at start, as far as they are missing. */
final class Provisioning {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    private final ServiceAccounts accounts;
    private final Buckets buckets;
    private final KeyFile keyFiles;
    private final Clock clock;

    Provisioning(ServiceAccounts accounts, Buckets buckets, KeyFile keyFiles, Clock clock) {
        this.accounts = accounts;
        this.buckets = buckets;
        this.keyFiles = keyFiles;
        this.clock = clock;
    }

    void ensure(EmulatorSettings.Project project) throws IOException {
        for (var wanted : project.accounts()) {
            var account = accounts.ensure(wanted.email(), wanted.duty());
            if (wanted.duty() == Duty.STORAGE) {
                buckets.ensure(project.bucket(), wanted.email());
            }
            ensureKeyFile(account, wanted.keyFile());
        }
    }

    private void ensureKeyFile(ServiceAccount account, Path file) throws IOException {
        if (account.keys().isEmpty() || !Files.exists(file)) {
            var key = keyFiles.create(account, file, clock.instant());
            LOG.atInfo()
                    .addKeyValue("account", account.email())
                    .addKeyValue("key", key.id())
                    .addKeyValue("file", file)
                    .log("Key created");
        } else if (KeyFile.keyIdIn(file).flatMap(account::key).isPresent()) {
            keyFiles.readdress(file);
        } else {
            LOG.atWarn()
                    .addKeyValue("account", account.email())
                    .addKeyValue("file", file)
                    .log("Key file holds no key of this account and will be refused; delete it to get a new one");
        }
    }
}
