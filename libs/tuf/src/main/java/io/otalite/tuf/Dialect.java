package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.StrictJson.Characters;
import java.util.List;
import java.util.Optional;

/**
 * The flavour of metadata a factory serves; its id is part of every document's identity. What is published is the same
 * in every dialect, the records of this package; how it is spelt, signed and named differs, and every difference is a
 * method here.
 */
// No code but this class touches the two subclasses, so it is always initialised before them.
@SuppressWarnings("ClassInitializationDeadlock")
public abstract sealed class Dialect permits TufDialect, AtsDialect {

    /** The TUF specification, version 1.0.34. */
    public static final Dialect TUF = new TufDialect();

    /** What aktualizr, libaktualizr and fioctl speak: older than the specification, with opaque key ids. */
    public static final Dialect ATS = new AtsDialect();

    private final String id;

    Dialect(String id) {
        this.id = id;
    }

    /** Every dialect there is. */
    public static List<Dialect> all() {
        return List.of(TUF, ATS);
    }

    /** The dialect of that id; {@link InvalidValueException} for any other text. */
    public static Dialect fromId(String id) {
        return all().stream()
                .filter(dialect -> dialect.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("a dialect", "'tuf' or 'ats'", Excerpt.of(id)));
    }

    /** The name in paths, headers and file names. */
    public final String id() {
        return id;
    }

    /** The {@link #id()}. */
    @Override
    public final String toString() {
        return id;
    }

    /**
     * The bytes that are signed.
     *
     * @throws InvalidValueException when the tree has no canonical form in this dialect
     */
    public abstract byte[] canonical(JsonNode signed);

    /**
     * The name under which metadata lists a key. It is made here when a key is written; read ones are taken as they are.
     *
     * @throws InvalidValueException when the dialect has no such keys
     */
    public abstract KeyId keyId(PublicKey key);

    /** The name under which a repository of this dialect serves a version of a role's file. */
    public final String fileName(RoleName role, MetadataVersion version) {
        boolean numbered = role == RoleName.ROOT || (role != RoleName.TIMESTAMP && consistentSnapshots());
        return numbered ? role.fileName(version) : role.fileName();
    }

    /** Whether files keep their version or hash in their names, so that an update in progress finds the old ones. */
    abstract boolean consistentSnapshots();

    /** The file of a delegated role, without its version. */
    abstract String fileName(DelegationName role);

    /** Whether a name in a snapshot's {@code meta} is that of a targets file. */
    abstract boolean isTargetsFile(String listed);

    /** The member {@code _type}. */
    abstract String type(RoleName role);

    /** The version of the specification, where documents say which one they follow. */
    abstract Optional<String> specification();

    /** The characters that may stand in signed metadata. */
    abstract Characters characters();

    /** Reads a key object; a key that cannot be used is kept. */
    abstract PublicKey parseKey(Members key);

    /** The key object; {@link InvalidValueException} when the dialect has no such keys. */
    abstract ObjectNode toJson(PublicKey key);

    /** Reads the signature of an entry; what is no signature at all is empty, which verifies for no key. */
    abstract Bytes parseSignature(Members entry);

    /** An entry of {@code signatures}. */
    abstract ObjectNode signatureEntry(PublicKey key, byte[] signature);

    /** The highest threshold that clients accept. */
    abstract long largestThreshold();

    /** Whether clients insist on the snapshot's length and hashes in the timestamp. */
    abstract boolean timestampListsLengthAndHashes();

    /** How many bytes of a role's file clients read when no length is listed. */
    abstract int largestFile(RoleName role);
}
