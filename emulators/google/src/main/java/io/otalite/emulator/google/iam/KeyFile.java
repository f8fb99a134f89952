package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.otalite.emulator.google.disk.DurableFiles;
import io.otalite.emulator.google.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/** Writes key files for accounts that exist from the start. A file is the only place of the private half. */
public final class KeyFile {
    private final ServiceAccounts accounts;
    private final KeyMaker maker;

    public KeyFile(ServiceAccounts accounts, KeyMaker maker) {
        this.accounts = accounts;
        this.maker = maker;
    }

    /**
     * Creates a key of the account, which counts at once, and writes its file, readable by its owner only. The public half
     * is stored first: a kill in between leaves a key that nobody can use, never a file whose key is unknown.
     */
    public ServiceAccountKey create(ServiceAccount account, Path file, Instant now) throws IOException {
        var made = maker.make(account, now, now);
        if (accounts.change(account.email(), current -> current.with(made.key()))
                .isEmpty()) {
            throw new IOException("No service account " + account.email());
        }
        write(file, made.keyFile());
        return made.key();
    }

    /** The {@code private_key_id} in a key file; empty when it has none or is no key file. */
    public static Optional<String> keyIdIn(Path file) throws IOException {
        try {
            var id = Json.parseObject(Files.readAllBytes(file)).path("private_key_id");
            return id.isTextual() ? Optional.of(id.textValue()) : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /** Makes an existing file name this emulator's token endpoint, which moves with its port. */
    public void readdress(Path file) throws IOException {
        var content = Json.parseObject(Files.readAllBytes(file));
        if (!content.path("token_uri").asText("").equals(maker.tokenUri())) {
            content.put("token_uri", maker.tokenUri());
            write(file, Json.pretty(content).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("%s is no file name".formatted(file));
        }
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        DurableFiles.replace(file, DurableFiles.directory(parent), content, ownerOnly);
    }
}
