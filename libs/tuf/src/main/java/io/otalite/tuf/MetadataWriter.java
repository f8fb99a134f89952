package io.otalite.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signs metadata and writes the file that is served: compact JSON, the signed object canonicalised once. */
public final class MetadataWriter {

    private MetadataWriter() {}

    /**
     * The file {@code {"signatures":[...],"signed":{...}}}, one signature for each signer in the given order.
     *
     * @throws InvalidValueException when two signers have the same key (TUF 4.2.1), or the object has no canonical form
     * @throws TufException when a signer cannot sign
     */
    public static Bytes sign(ObjectNode signed, List<? extends MetadataSigner> signers) {
        byte[] canonical = CanonicalJson.encode(signed);
        Map<KeyId, byte[]> signatures = new LinkedHashMap<>();
        for (MetadataSigner signer : signers) {
            KeyId keyId = signer.publicKey().keyId();
            if (signatures.put(keyId, signer.sign(canonical)) != null) {
                throw new InvalidValueException("the signers of a file", "different keys", keyId + " twice");
            }
        }
        return write(signatures, servable(canonical, signed));
    }

    private static Bytes write(Map<KeyId, byte[]> signatures, byte[] signed) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(signed.length + 256 * (1 + signatures.size()));
        String separator = "{\"signatures\":[";
        for (Map.Entry<KeyId, byte[]> signature : signatures.entrySet()) {
            writeAscii(file, separator + "{\"keyid\":\"" + signature.getKey() + "\",\"sig\":\"");
            writeAscii(file, Hex.encode(signature.getValue()) + "\"}");
            separator = ",";
        }
        writeAscii(file, signatures.isEmpty() ? separator + "],\"signed\":" : "],\"signed\":");
        file.writeBytes(signed);
        file.write('}');
        return Bytes.owning(file.toByteArray());
    }

    /** The canonical bytes themselves, unless they hold raw control characters, which JSON has to escape (RFC 8259 7). */
    private static byte[] servable(byte[] canonical, ObjectNode signed) {
        for (byte b : canonical) {
            if (b >= 0 && b < 0x20) {
                return signed.toString().getBytes(StandardCharsets.UTF_8);
            }
        }
        return canonical;
    }

    private static void writeAscii(ByteArrayOutputStream file, String text) {
        file.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
