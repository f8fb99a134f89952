package io.otalite.rotation.credentials.postgres;

import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** Connections to the configured servers, one for each use. */
class Servers {
    private static final String SECONDS = "10";

    private final Map<String, ? extends PostgresServer> servers;

    Servers(Map<String, ? extends PostgresServer> servers) {
        this.servers = Map.copyOf(servers);
    }

    boolean knows(String server) {
        return servers.containsKey(server);
    }

    /** Who may change its logins. */
    String admin(String server) {
        return server(server).user();
    }

    /** Opens a connection of the one who may change logins. */
    Connection connect(String server) throws SQLException {
        var known = server(server);
        try {
            return connect(
                    server, known.user(), Files.readString(known.passwordFile()).strip());
        } catch (IOException unreadable) {
            throw new IssuerUnavailableException(
                    "The password for the Postgres server %s cannot be read from its file".formatted(server));
        }
    }

    Connection connect(String server, String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
        properties.setProperty("ApplicationName", "ota-lite rotation");
        return DriverManager.getConnection(server(server).jdbcUrl(), properties);
    }

    private PostgresServer server(String name) {
        var server = servers.get(name);
        if (server == null) {
            throw new IssuerRefusedException("No Postgres server %s is configured".formatted(name));
        }
        return server;
    }
}
