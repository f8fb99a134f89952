package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.disk.DurableFiles;
import io.otalite.emulator.google.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes a key and writes the file that holds its private half, in the form Google's client libraries read. The file is the
 * only place of the private half.
 */
public final class KeyFile {
    private static final int RSA_BITS = 2048;
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final ServiceAccounts accounts;
    private final SecureRandom random;
    private final String project;
    private final String tokenUri;

    /** @param tokenUri where the holder of a file is to exchange its assertions */
    public KeyFile(ServiceAccounts accounts, SecureRandom random, String project, String tokenUri) {
        this.accounts = accounts;
        this.random = random;
        this.project = project;
        this.tokenUri = tokenUri;
    }

    /**
     * Creates a key of the account and writes its file, readable by its owner only. The public half is stored first: a kill
     * in between leaves a key that nobody can use, never a file whose key is unknown.
     */
    public ServiceAccountKey create(ServiceAccount account, Path file, Instant now) throws IOException {
        var pair = generate();
        var key = new ServiceAccountKey(
                newKeyId(),
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                now.truncatedTo(ChronoUnit.SECONDS),
                false);
        if (accounts.change(account.email(), current -> current.with(key)).isEmpty()) {
            throw new IOException("No service account " + account.email());
        }
        write(file, content(account, key, pair));
        return key;
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
        if (!content.path("token_uri").asText("").equals(tokenUri)) {
            write(file, content.put("token_uri", tokenUri));
        }
    }

    private ObjectNode content(ServiceAccount account, ServiceAccountKey key, KeyPair pair) {
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + PEM.encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return Json.object()
                .put("type", "service_account")
                .put("project_id", project)
                .put("private_key_id", key.id())
                .put("private_key", pem)
                .put("client_email", account.email())
                .put("client_id", account.uniqueId())
                .put("token_uri", tokenUri)
                .put("universe_domain", "googleapis.com");
    }

    private static void write(Path file, ObjectNode content) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("%s is no file name".formatted(file));
        }
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        DurableFiles.replace(
                file, DurableFiles.directory(parent), Json.pretty(content).getBytes(StandardCharsets.UTF_8), ownerOnly);
    }

    private KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    private String newKeyId() {
        var id = new byte[20];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
