package io.otalite.emulator.google.disk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * File names for object names: percent-encoded, so that a person finds an object with {@code ls}. Upper-case letters are
 * encoded too, so that names stay apart on a file system that folds case. A name too long for a file name is cut and gets
 * the SHA-256 of the whole name instead of its end.
 */
public final class FileNames {
    private static final int LONGEST = 200;
    private static final int KEPT_OF_LONG = 120;
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-_.=";

    private FileNames() {}

    /** The part of a file name that stands for an object; unique per object name, at most 200 ASCII characters. */
    public static String of(String objectName) {
        var bytes = objectName.getBytes(StandardCharsets.UTF_8);
        var encoded = new StringBuilder(bytes.length * 2);
        for (var value : bytes) {
            var plain = PLAIN.indexOf(value) >= 0 && !(value == '.' && encoded.isEmpty());
            if (plain) {
                encoded.append((char) value);
            } else {
                encoded.append('%').append(HexFormat.of().toHexDigits(value));
            }
        }
        return encoded.length() <= LONGEST
                ? encoded.toString()
                : encoded.substring(0, KEPT_OF_LONG) + "~" + hash(bytes);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
