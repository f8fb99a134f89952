package io.otalite.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The tokens that are good at the same time, as their hashes: one, and two while it is rotated.
 *
 * @param hashes at least one
 */
public record TokenHashes(List<TokenHash> hashes) {
    public TokenHashes {
        hashes = List.copyOf(hashes);
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException("There must be the hash of a token");
        }
    }

    /**
     * Reads a mounted file with one hash a line; blank lines, and white space around a hash, are ignored.
     *
     * @throws IOException when the file cannot be read or any line holds something else: a file that is half understood would refuse a
     *     token that its owner has accepted. The message names the file, not its content
     */
    public static TokenHashes read(Path file) throws IOException {
        var lines = Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty() || !lines.stream().allMatch(TokenHash::isHash)) {
            throw new IOException(
                    "%s: expected the SHA-256 of each token as 64 lower-case hexadecimal characters, one a line"
                            .formatted(file));
        }
        return new TokenHashes(lines.stream().map(TokenHash::new).toList());
    }

    /** Whether one is the hash of the token; takes the same time whichever it is, and wherever they differ. */
    public boolean matches(AccessToken token) {
        var presented = HexFormat.of().parseHex(token.hash().sha256Hex());
        var found = false;
        for (var hash : hashes) {
            found |= MessageDigest.isEqual(HexFormat.of().parseHex(hash.sha256Hex()), presented);
        }
        return found;
    }
}
