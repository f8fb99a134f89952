package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.StrictJson.Limits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A metadata file as it was received (TUF 4.2.1): its bytes, the object that was signed and the signatures over it. The
 * signed object is kept whole, members this library does not know included, because the signatures cover them
 * too; nothing is ever re-serialised from a model and then verified.
 */
public final class SignedMetadata {

    /** Far above any limit of a role; it only bounds what a parse may cost. */
    private static final int LARGEST = 64 * 1024 * 1024;

    private final Dialect dialect;
    private final Bytes bytes;
    private final Members signed;
    private final String type;
    private final Map<KeyId, Bytes> signatures;

    private SignedMetadata(Dialect dialect, Bytes bytes, Members signed, String type, Map<KeyId, Bytes> signatures) {
        this.dialect = dialect;
        this.bytes = bytes;
        this.signed = signed;
        this.type = type;
        this.signatures = signatures;
    }

    /** {@link #parse(Dialect, Bytes)} in the dialect of the specification. */
    public static SignedMetadata parse(Bytes bytes) {
        return parse(Dialect.TUF, bytes);
    }

    /**
     * Reads the envelope; nothing is verified.
     *
     * @throws MalformedJsonException when the bytes are not strict JSON, or not of the dialect's characters
     * @throws MalformedMetadataException when the JSON is no envelope, or a keyid signs twice
     */
    public static SignedMetadata parse(Dialect dialect, Bytes bytes) {
        Limits limits = Limits.received(LARGEST, dialect.characters());
        Members envelope = Members.of(StrictJson.object(bytes, limits), "");
        Members signed = envelope.object("signed");
        return new SignedMetadata(dialect, bytes, signed, signed.text("_type"), parseSignatures(envelope, dialect));
    }

    private static Map<KeyId, Bytes> parseSignatures(Members envelope, Dialect dialect) {
        Map<KeyId, Bytes> signatures = new LinkedHashMap<>();
        for (Members entry : envelope.objects("signatures")) {
            KeyId keyId = entry.at("keyid", () -> new KeyId(entry.text("keyid")));
            if (signatures.put(keyId, dialect.parseSignature(entry)) != null) {
                throw entry.refused("keyid", "signs a second time; each key may sign once (TUF 4.2.1)");
            }
        }
        return Collections.unmodifiableMap(signatures);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The file, exactly as received. */
    public Bytes bytes() {
        return bytes;
    }

    /** A copy of the signed object, unknown members included. */
    public ObjectNode signed() {
        return signed.json().deepCopy();
    }

    /** The signed object without a copy, for readers inside this package. */
    Members members() {
        return signed;
    }

    /** The bytes that the signatures cover; computed at each call. */
    public byte[] canonicalSigned() {
        return dialect.canonical(signed.json());
    }

    /** The signatures in the order of the file. A text that is not an encoded signature is an empty one. */
    public Map<KeyId, Bytes> signatures() {
        return signatures;
    }

    /** Whether it says that it is metadata of that role. */
    public boolean isOf(RoleName role) {
        return type.equals(dialect.type(role));
    }

    /** The member {@code _type}, as it stands there. */
    public String type() {
        return type;
    }
}
