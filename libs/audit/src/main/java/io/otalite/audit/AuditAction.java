package io.otalite.audit;

import io.otalite.tuf.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;

/** Everything that can be done to a factory; the names are stable, because chains that were exported have them. */
public enum AuditAction {
    FACTORY_CREATED,
    FACTORY_CHANGED,
    /** A new version of its Targets. */
    PUBLISHED,
    /** Metadata was signed anew before it expired; the Targets are the same. */
    REFRESHED,
    ROOT_UPDATE_BEGUN,
    ROOT_SIGNATURE_ADDED,
    /** A new root, and with it a new version of everything. */
    ROOT_PUBLISHED,
    ROOT_UPDATE_CANCELLED,
    /** A root update that replaces keys which somebody else may have. */
    RECOVERY_BEGUN,
    /** A factory made of a repository that somebody else has served. */
    FACTORY_IMPORTED;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in an entry, such as {@code factory-created}. */
    public String id() {
        return id;
    }

    /** The action of that name; {@link InvalidValueException} for any other text. */
    public static AuditAction fromId(String id) {
        return Arrays.stream(values())
                .filter(action -> action.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("an action", "one that is known", EntryJson.excerpt(id)));
    }
}
