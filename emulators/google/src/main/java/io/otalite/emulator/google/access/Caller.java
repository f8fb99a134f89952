package io.otalite.emulator.google.access;

import io.otalite.emulator.google.http.ApiException;
import java.util.Set;

/**
 * Who made a call, as its token proves.
 *
 * @param account e-mail of the service account, or {@code owner}
 * @param keyId of the key that signed the assertion, for the log
 */
public record Caller(String account, String keyId, Duty duty, Scopes scopes) {

    /** The holder of the local admin token. */
    public static Caller owner() {
        return new Caller("owner", "admin-token", Duty.OWNER, Scopes.everything());
    }

    /** Refuses the call unless the caller may do this in the project. */
    public void require(Permission permission) {
        require(permission, Set.of());
    }

    /** Refuses the call unless the caller may do this to a resource with these members. */
    public void require(Permission permission, Set<String> members) {
        if (!scopes.allow(permission)) {
            throw ApiException.of(403, "insufficientPermissions", "Request had insufficient authentication scopes.");
        }
        if (!holds(permission, members)) {
            throw ApiException.forbidden("%s does not have %s access. Permission '%s' denied on the resource."
                    .formatted(account, permission.id(), permission.id()));
        }
    }

    /** Whether the account may do this, leaving the token's scopes aside. */
    public boolean holds(Permission permission, Set<String> members) {
        return switch (duty) {
            case OWNER -> true;
            case KEY_ADMIN -> permission.isOfKeyAdmins() || isMember(permission, members);
            case KEY_READER -> permission.isOfKeyReaders() || isMember(permission, members);
            case KMS -> permission.isKms();
            case STORAGE -> isMember(permission, members);
        };
    }

    private boolean isMember(Permission permission, Set<String> members) {
        return permission.isOfBucketMembers() && members.contains(account);
    }
}
