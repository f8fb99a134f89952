package io.otalite.api.signing.postgres;

import io.otalite.api.signing.CachedDataKeys;
import io.otalite.api.signing.KeyEncryptionKey;
import io.otalite.api.signing.KeyEncryptionKeys;
import io.otalite.api.signing.tink.FileKey;
import io.otalite.api.signing.tink.TinkDataKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A database with the tables of keys, and replicas over it. */
final class KeyRows implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final DataSource database;

    KeyRows() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = postgres.getPostgresDatabase();
        Flyway.configure().dataSource(database).load().migrate();
    }

    void clear() {
        sql("delete from signing_key; delete from online_key; delete from data_key; delete from factory");
    }

    void sql(String statement) {
        Jdbi.create(database).useHandle(handle -> handle.execute(statement));
    }

    <T> List<T> query(String query, Class<T> type) {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery(query).mapTo(type).list());
    }

    DataSource database() {
        return database;
    }

    /** A replica with a memory of its own. */
    PostgresSigningKeys replica(KeyEncryptionKey current, KeyEncryptionKey... previous) {
        return replica(database, current, previous);
    }

    static PostgresSigningKeys replica(DataSource database, KeyEncryptionKey current, KeyEncryptionKey... previous) {
        return replica(database, new KeyEncryptionKeys(current, List.of(previous), List.of()));
    }

    /** A replica that gets ready for the next key. */
    PostgresSigningKeys replicaBefore(KeyEncryptionKey next, KeyEncryptionKey current) {
        return replica(database, new KeyEncryptionKeys(current, List.of(), List.of(next)));
    }

    private static PostgresSigningKeys replica(DataSource database, KeyEncryptionKeys keys) {
        return new PostgresSigningKeys(database, new CachedDataKeys(new TinkDataKeys(keys)), keys, new SecureRandom());
    }

    /** Stands in a file of the folder and has the same byte everywhere. */
    static FileKey fileKey(Path folder, int fill) {
        return FileKey.read(keyFile(folder, fill));
    }

    static Path keyFile(Path folder, int fill) {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        try {
            return Files.writeString(
                    folder.resolve("key-" + fill), Base64.getEncoder().encodeToString(key) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
