package io.otalite.local.system;

import java.net.URI;
import java.nio.file.Path;

/** Where the parts of a system are reached. */
public record Endpoints(Ports ports, Network network, Path adminTokenFile) {

    public URI api() {
        return http(PortName.API);
    }

    public URI apiManagement() {
        return http(PortName.API_MANAGEMENT);
    }

    public URI backup() {
        return http(PortName.BACKUP);
    }

    public URI backupManagement() {
        return http(PortName.BACKUP_MANAGEMENT);
    }

    public URI rotation() {
        return http(PortName.ROTATION);
    }

    public URI rotationManagement() {
        return http(PortName.ROTATION_MANAGEMENT);
    }

    public URI google() {
        return network.google().orElseGet(() -> http(PortName.GOOGLE));
    }

    /** The Kubernetes API; its certificate is signed by the CA in the kubeconfig. */
    public URI cluster() {
        return URI.create("https://" + network.host() + ":" + ports.number(PortName.CLUSTER));
    }

    /** For {@code bootstrap.servers}. */
    public String kafka() {
        return network.address(Parts.KAFKA).orElseGet(() -> "127.0.0.1:" + ports.number(PortName.KAFKA));
    }

    public String jdbcUrl() {
        return jdbcUrl("api");
    }

    /** That of a database other than the API's. */
    String jdbcUrl(String database) {
        var server = network.address(Parts.POSTGRES).orElseGet(() -> "127.0.0.1:" + ports.number(PortName.POSTGRES));
        return "jdbc:postgresql://%s/%s".formatted(server, database);
    }

    private URI http(PortName name) {
        return URI.create("http://" + network.host() + ":" + ports.number(name));
    }
}
