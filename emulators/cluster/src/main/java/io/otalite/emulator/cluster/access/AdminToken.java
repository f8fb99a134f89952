package io.otalite.emulator.cluster.access;

import io.otalite.access.AccessToken;
import io.otalite.emulator.cluster.disk.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** The file of the token that may do everything, shared with whoever starts the emulator. */
public final class AdminToken {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");

    private AdminToken() {}

    /** @throws IOException when the file cannot be read or written, or holds no token */
    public static AccessToken openOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            var token = AccessToken.generate(new SecureRandom());
            PrivateFiles.write(file, token.reveal() + "\n");
            return token;
        }
        var text = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!FORM.matcher(text).matches()) {
            throw new IOException(
                    "%s: expected a token of 16 to 512 letters, digits and . _ ~ + / = -".formatted(file));
        }
        return AccessToken.of(text);
    }
}
