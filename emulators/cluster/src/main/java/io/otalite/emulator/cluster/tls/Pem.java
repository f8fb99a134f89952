package io.otalite.emulator.cluster.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/** Blocks of the text form of keys and certificates (RFC 7468 2). */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int LINE = 64;

    private Pem() {}

    public static String encode(String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, base64, label);
    }

    /**
     * The first block of a label in a file.
     *
     * @throws IOException when there is none; the message names the file, not its content
     */
    public static byte[] read(Path file, String label) throws IOException {
        var blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        while (blocks.find()) {
            if (blocks.group(1).equals(label)) {
                return decode(file, blocks.group(2));
            }
        }
        throw new IOException(
                "%s: expected a PEM block \"%s\"; remove the file to get a new one".formatted(file, label));
    }

    private static byte[] decode(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: broken base64; remove the file to get a new one".formatted(file), e);
        }
    }
}
