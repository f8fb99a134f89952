package io.otalite.backup.completeness;

import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.StoredObject;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds which chains there are, with one question each: whoever knows one name of a folder asks for the first name after it. */
final class ArchiveChains {
    private static final String ROOT = "v1/";
    private static final Pattern FOLDER = Pattern.compile("(v1/([^/]+)/([^/]+)/).*", Pattern.DOTALL);

    /** The character that follows the slash: no name of a folder is above {@code folder + '/'} and below this. */
    private static final char AFTER_SLASH = '/' + 1;

    private final ArchiveStore store;
    private Optional<ObjectName> after = Optional.empty();

    ArchiveChains(ArchiveStore store) {
        this.store = store;
    }

    /** The next one; empty at the end. */
    Optional<Chain> next() {
        while (true) {
            var first = store.list(ROOT, after, 1).stream().findFirst();
            if (first.isEmpty()) {
                return Optional.empty();
            }
            var chain = chain(first.get());
            if (chain.isPresent()) {
                return chain;
            }
        }
    }

    /** Everything beside it in the folder of a dialect is passed over; of what lies elsewhere, only itself, for folders may follow. */
    private Optional<Chain> chain(StoredObject object) {
        var folder = FOLDER.matcher(object.name().value());
        if (!folder.matches()) {
            after = Optional.of(object.name());
            return Optional.empty();
        }
        var name = folder.group(1);
        after = Optional.of(new ObjectName(name.substring(0, name.length() - 1) + AFTER_SLASH));
        var factory = FactoryName.parse(folder.group(2));
        return factory.flatMap(known -> Dialect.all().stream()
                .filter(dialect -> dialect.id().equals(folder.group(3)))
                .findAny()
                .map(dialect -> new Chain(known, dialect)));
    }
}
