package io.otalite.api.signing;

import io.otalite.events.FactoryName;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.RoleSigners;
import java.util.List;
import java.util.Set;

/**
 * The online keys: private keys that this service signs with, for each role of each factory. Thread-safe.
 *
 * <p>Laws: no operation gives a private key away; a key that was made is there, in every replica, until it is discarded; a
 * key signs nothing for anybody until a root lists it. Which of the keys are in use is not known here: the root says it.
 *
 * <p>Every operation may throw {@link KeysUnavailableException}.
 */
public interface SigningKeys {
    /**
     * Makes new keys, durably; the factory need not exist yet.
     *
     * @return the new keys only
     */
    RoleSigners generate(FactoryName factory, List<NewKey> wanted);

    /**
     * All keys held for a factory, which may be more than its root lists, or none.
     *
     * @throws KeyUnreadableException when one of them was protected with another key-encryption key, or for another
     *     factory or role
     */
    RoleSigners held(FactoryName factory);

    /**
     * Forgets keys for ever; unknown ones are ignored.
     *
     * @param keyIds as the dialect of the specification names keys
     */
    void discard(FactoryName factory, Set<KeyId> keyIds);
}
