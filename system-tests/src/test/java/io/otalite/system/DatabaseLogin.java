package io.otalite.system;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.system.Endpoints;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;

/** By whom rotation-service is let into its database. */
record DatabaseLogin(String user, String password) {
    static final String SECRET = "rotation-database";

    /** SQLSTATEs of a wrong password, and of a role that must not log in, begin so. */
    private static final String NOT_LET_IN = "28";

    /** The one in the Secret. */
    static DatabaseLogin inUse(KubernetesClient client) {
        var data = client.secrets()
                .inNamespace(Workloads.ROTATION_NAMESPACE)
                .withName(SECRET)
                .require()
                .getData();
        return new DatabaseLogin(decoded(data, "username"), decoded(data, "password"));
    }

    private static String decoded(Map<String, String> data, String entry) {
        return new String(Base64.getDecoder().decode(data.get(entry)), StandardCharsets.UTF_8);
    }

    /** Writes it into the Secret, as somebody does by hand. */
    void put(KubernetesClient client) {
        client.secrets()
                .inNamespace(Workloads.ROTATION_NAMESPACE)
                .withName(SECRET)
                .edit(secret -> {
                    secret.setStringData(Map.of("username", user, "password", password));
                    return secret;
                });
    }

    /** Whether the database lets it in now. */
    boolean isLetIn(Endpoints endpoints) {
        var url = endpoints.jdbcUrl().replaceFirst("/[^/]*$", "/rotation");
        try (var connection = DriverManager.getConnection(url, user, password)) {
            return connection.isValid(1);
        } catch (SQLException refused) {
            if (String.valueOf(refused.getSQLState()).startsWith(NOT_LET_IN)) {
                return false;
            }
            throw new AssertionError("The database gave another answer than yes or no", refused);
        }
    }

    @Override
    public String toString() {
        return user;
    }
}
