package io.otalite.system.judge.ats;

/** What a device insists on; a refusal names one of them. */
public enum Rule {
    /** A file that the walk needs is not served. */
    MISSING,
    /** 64 KiB for root, timestamp and snapshot, 8 MiB for Targets. */
    SIZE,
    /** One JSON value, no member twice. */
    JSON,
    /** Printable ASCII, and {@code \n \r \t} inside strings: writers differ in how they escape the rest. */
    ASCII,
    /** Integers only. */
    NUMBER,
    /** {@code {"signatures":[…],"signed":{…}}}. */
    ENVELOPE,
    /** {@code {keyid, method, sig}}, the method as it is written for the key's type, standard base64. */
    SIGNATURE_FORM,
    DUPLICATE_SIGNATURE,
    /** A signature of an authorised key that does not verify, however many others do. */
    SIGNATURE,
    THRESHOLD,
    /** {@code _type}, capitalised, exactly. */
    TYPE,
    /** Twenty characters that end in {@code Z}. */
    EXPIRES_FORM,
    EXPIRED,
    /** An integer above zero. */
    VERSION,
    /** The members that survive the command line's own reading and writing of a root, and no others. */
    ROOT_MEMBERS,
    /** Files have no version in their name, roots apart. */
    CONSISTENT_SNAPSHOT,
    /** The four roles, each with distinct known keys and a threshold from 1 to 1000 that they can reach. */
    ROLES,
    /** A public key that can be read: 64 hex digits, or PEM of an RSA key of 2048, 3072 or 4096 bits. */
    KEY,
    /** {@code ED25519} or {@code RSA}, in capitals. */
    KEY_TYPE,
    /** SHA-256 of the DER SubjectPublicKeyInfo. */
    KEY_ID,
    /** A key has a public half and nothing else. */
    PRIVATE_KEY,
    /** Root N+1 has the version N+1 and the threshold of N's root keys besides its own. */
    ROOT_CHAIN,
    /** Timestamp names the snapshot with version, length and hashes; snapshot names Targets with a version. */
    META,
    /** The served bytes are as many as announced. */
    LENGTH,
    /** The served bytes have the digest announced. */
    HASH,
    /** The parsed and rewritten document has the same length and digests: clients hash the one or the other. */
    CANONICAL,
    /** The version is the one that the parent names. */
    MIX,
    /** Nothing goes back behind what this device has seen. */
    ROLLBACK,
    /** The same version is the same document. */
    SAME_VERSION,
    /** No role but the four. */
    DELEGATION,
    /** A Target has a length and a SHA-256 of 64 lower-case hex digits. */
    TARGET,
    /** What the vendor's clients need of {@code custom}, and the types of what else they read. */
    TARGET_CUSTOM
}
