package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Signs metadata and writes the file that is served: compact JSON, the signed object canonicalised once. Where the
 * canonical form is valid JSON, the file as a whole is canonical too, which readers that hash what they re-serialised
 * rely on.
 */
public final class MetadataWriter {

    private MetadataWriter() {}

    /** {@link #sign(Dialect, ObjectNode, List)} in the dialect of the specification. */
    public static Bytes sign(ObjectNode signed, List<? extends MetadataSigner> signers) {
        return sign(Dialect.TUF, signed, signers);
    }

    /**
     * {@link #sign(Dialect, ObjectNode, List)} of what a role says.
     *
     * @throws InvalidValueException also when it gives a role fewer keys than its threshold, so that nobody could ever
     *     sign for it
     */
    public static Bytes sign(Dialect dialect, RoleMetadata content, List<? extends MetadataSigner> signers) {
        rolesNamedIn(content).filter(role -> !role.canBeMet()).findFirst().ifPresent(role -> {
            throw new InvalidValueException(
                    "the keys of a role",
                    "as many as its threshold of " + role.threshold(),
                    String.valueOf(role.keyIds().size()));
        });
        byte[] canonical = content.canonical(dialect);
        return write(signed(dialect, canonical, signers), servable(canonical, () -> content.toJson(dialect)));
    }

    private static Stream<RoleKeys> rolesNamedIn(RoleMetadata content) {
        return switch (content) {
            case Root root -> root.roles().values().stream();
            case Targets targets ->
                targets.delegations().stream()
                        .flatMap(to -> to.roles().stream())
                        .map(DelegatedRole::keys);
            case Snapshot _, Timestamp _ -> Stream.empty();
        };
    }

    /**
     * The file {@code {"signatures":[...],"signed":{...}}}, one signature for each signer in the given order.
     *
     * @throws InvalidValueException when two signers have the same key (TUF 4.2.1), a key is none of the dialect, or
     *     the object has no canonical form
     * @throws TufException when a signer cannot sign
     */
    public static Bytes sign(Dialect dialect, ObjectNode signed, List<? extends MetadataSigner> signers) {
        byte[] canonical = dialect.canonical(signed);
        return write(signed(dialect, canonical, signers), servable(canonical, () -> signed));
    }

    private static ArrayNode signed(Dialect dialect, byte[] canonical, List<? extends MetadataSigner> signers) {
        return entries(
                dialect,
                signers.stream()
                        .map(signer -> new DetachedSignature(signer.publicKey(), Bytes.owning(signer.sign(canonical))))
                        .toList());
    }

    /**
     * The file with signatures that were made elsewhere, in the given order; none is verified here.
     *
     * @throws InvalidValueException when two signatures are of the same key (TUF 4.2.1), a key is none of the dialect,
     *     or the object has no canonical form
     */
    public static Bytes assemble(Dialect dialect, ObjectNode signed, List<DetachedSignature> signatures) {
        return write(entries(dialect, signatures), servable(dialect.canonical(signed), () -> signed));
    }

    private static ArrayNode entries(Dialect dialect, List<DetachedSignature> signatures) {
        Set<KeyId> signedBy = new HashSet<>();
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        for (DetachedSignature signature : signatures) {
            KeyId keyId = dialect.keyId(signature.key());
            if (!signedBy.add(keyId)) {
                throw new InvalidValueException("the signers of a file", "different keys", keyId + " twice");
            }
            entries.add(dialect.signatureEntry(
                    signature.key(), signature.signature().shared()));
        }
        return entries;
    }

    private static Bytes write(ArrayNode signatures, byte[] signed) {
        byte[] head = ("{\"signatures\":" + signatures + ",\"signed\":").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream file = new ByteArrayOutputStream(head.length + signed.length + 1);
        file.writeBytes(head);
        file.writeBytes(signed);
        file.write('}');
        return Bytes.owning(file.toByteArray());
    }

    /** The canonical bytes themselves, unless they hold raw control characters, which JSON has to escape (RFC 8259 7). */
    private static byte[] servable(byte[] canonical, Supplier<ObjectNode> signed) {
        for (byte b : canonical) {
            if (b >= 0 && b < 0x20) {
                return signed.get().toString().getBytes(StandardCharsets.UTF_8);
            }
        }
        return canonical;
    }
}
