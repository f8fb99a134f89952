package io.otalite.local.system;

import io.otalite.access.AccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The secrets of a local system: made once, kept in files that only their owner reads, handed to processes as file names.
 */
public record LocalSecrets(StateDirectory state) {
    private static final int KEY_BYTES = 32;

    /** Makes what is missing. */
    public static LocalSecrets prepare(StateDirectory state) {
        var secrets = new LocalSecrets(state);
        var random = new SecureRandom();
        try {
            if (Files.notExists(state.adminToken())) {
                write(state.adminToken(), AccessToken.generate(random).reveal());
            }
            var token = AccessToken.of(Files.readString(state.adminToken()).strip());
            write(secrets.adminTokenHash(), token.hash().sha256Hex());
            for (var password : List.of(
                    secrets.databasePassword(),
                    secrets.rotationDatabasePassword(),
                    secrets.rotationPostgresPassword())) {
                if (Files.notExists(password)) {
                    write(password, AccessToken.generate(random).reveal());
                }
            }
            for (var key : List.of(secrets.keyEncryptionKey(), secrets.rotationEncryptionKey())) {
                if (Files.notExists(key)) {
                    write(key, randomKey(random));
                }
            }
            secrets.renameKeyOfRotation();
        } catch (IOException e) {
            throw new LocalSystemException("The secrets in " + state.secrets() + " cannot be made: " + e, e);
        }
        return secrets;
    }

    /** A state in which the account could only read has its key under another name; made anew, it would be a second key. */
    private void renameKeyOfRotation() throws IOException {
        var earlier = state.secrets().resolve("key-reader-key.json");
        if (Files.exists(earlier) && Files.notExists(keyAdminCredential())) {
            Files.move(earlier, keyAdminCredential(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Path adminTokenHash() {
        return state.secrets().resolve("admin-token.sha256");
    }

    Path databasePassword() {
        return state.secrets().resolve("postgres-password");
    }

    /** Of the login that rotation-service has until it is rotated. */
    Path rotationDatabasePassword() {
        return state.secrets().resolve("rotation-postgres-password");
    }

    /** Of the login by which rotation-service changes logins. */
    Path rotationPostgresPassword() {
        return state.secrets().resolve("rotation-postgres-admin-password");
    }

    Path keyEncryptionKey() {
        return state.secrets().resolve("key-encryption-key");
    }

    /** Of what rotation-service keeps of a rotation in its database. */
    Path rotationEncryptionKey() {
        return state.secrets().resolve("rotation-encryption-key");
    }

    /** Written by the Google emulator. */
    Path archiveCredential() {
        return state.secrets().resolve("gcs-key.json");
    }

    /** Written by the Google emulator: of the account that sees accounts, and makes, disables and deletes their keys. */
    Path keyAdminCredential() {
        return state.secrets().resolve("key-admin-key.json");
    }

    /** Where the authority is kept that the certificate of the guard is signed by. */
    Path guardAuthority() {
        return state.secrets().resolve("guard");
    }

    private static String randomKey(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** The file is complete or absent, and never readable by others. */
    private static void write(Path file, String content) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var unfinished =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", owner);
        Files.writeString(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
