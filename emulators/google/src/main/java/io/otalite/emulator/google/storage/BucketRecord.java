package io.otalite.emulator.google.storage;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A bucket as its JSON file holds it.
 *
 * @param members e-mails of the accounts that may work with its objects
 */
record BucketRecord(String name, Instant created, Set<String> members) {
    BucketRecord {
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    BucketRecord withMember(String account) {
        var all = new TreeSet<>(members);
        all.add(account);
        return new BucketRecord(name, created, all);
    }
}
