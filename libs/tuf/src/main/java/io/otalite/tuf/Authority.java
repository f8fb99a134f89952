package io.otalite.tuf;

import java.util.Map;

/**
 * Who may sign a file: a root says so of the four roles, targets say so of the roles they delegate to.
 *
 * @param delegator for messages
 * @param keys the keys the delegator knows, of which the role names some
 */
record Authority(String delegator, Map<KeyId, PublicKey> keys, RoleKeys role) {

    Verification judge(SignedMetadata file) {
        return Verification.of(file, keys, role);
    }
}
