package io.otalite.audit;

import io.otalite.tuf.InvalidValueException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What was done to a factory. The names are stable, because chains that were exported have them; an action that a later
 * release knows is read like any other, or its chain would seem broken to this one.
 *
 * @param id the name in an entry, such as {@code factory-created}
 */
public record AuditAction(String id) {
    // Before the constants, which are checked by it.
    private static final Pattern FORM = Pattern.compile("[a-z][a-z-]{0,62}[a-z]");

    public static final AuditAction FACTORY_CREATED = new AuditAction("factory-created");
    public static final AuditAction FACTORY_CHANGED = new AuditAction("factory-changed");

    /** A new version of its Targets. */
    public static final AuditAction PUBLISHED = new AuditAction("published");

    /** Metadata was signed anew before it expired; the Targets are the same. */
    public static final AuditAction REFRESHED = new AuditAction("refreshed");

    public static final AuditAction ROOT_UPDATE_BEGUN = new AuditAction("root-update-begun");
    public static final AuditAction ROOT_SIGNATURE_ADDED = new AuditAction("root-signature-added");

    /** A new root, and with it a new version of everything. */
    public static final AuditAction ROOT_PUBLISHED = new AuditAction("root-published");

    public static final AuditAction ROOT_UPDATE_CANCELLED = new AuditAction("root-update-cancelled");

    /** A root update that replaces keys which somebody else may have. */
    public static final AuditAction RECOVERY_BEGUN = new AuditAction("recovery-begun");

    /** A factory made of a repository that somebody else has served. */
    public static final AuditAction FACTORY_IMPORTED = new AuditAction("factory-imported");

    public AuditAction {
        if (!FORM.matcher(id).matches()) {
            throw new InvalidValueException("an action", "a name of a-z and \"-\"", EntryJson.excerpt(id));
        }
    }

    /** Those that this release records. */
    public static List<AuditAction> all() {
        return List.of(
                FACTORY_CREATED,
                FACTORY_CHANGED,
                PUBLISHED,
                REFRESHED,
                ROOT_UPDATE_BEGUN,
                ROOT_SIGNATURE_ADDED,
                ROOT_PUBLISHED,
                ROOT_UPDATE_CANCELLED,
                RECOVERY_BEGUN,
                FACTORY_IMPORTED);
    }
}
