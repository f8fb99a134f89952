package io.otalite.rotation.credentials.postgres;

import java.nio.file.Path;

/** One server, and who may change its roles. */
public interface PostgresServer {
    /** A database of it ({@code jdbc-url}, no default), where logins are changed and new ones proven: {@code jdbc:postgresql://…}. */
    String jdbcUrl();

    /** A role with {@code CREATEROLE} and the admin option on both login roles ({@code user}, no default). */
    String user();

    /** The file with its password ({@code password-file}, no default); read for each connection. */
    Path passwordFile();
}
