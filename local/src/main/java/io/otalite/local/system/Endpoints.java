package io.otalite.local.system;

import java.net.URI;
import java.nio.file.Path;

/** Where the parts of a system are reached. */
public record Endpoints(Ports ports, Path adminTokenFile) {

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
        return http(PortName.GOOGLE);
    }

    /** The Kubernetes API; its certificate is signed by the CA in the kubeconfig. */
    public URI cluster() {
        return URI.create("https://127.0.0.1:" + ports.number(PortName.CLUSTER));
    }

    /** For {@code bootstrap.servers}. */
    public String kafka() {
        return "127.0.0.1:" + ports.number(PortName.KAFKA);
    }

    public String jdbcUrl() {
        return jdbcUrl("api");
    }

    /** That of a database other than the API's. */
    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(ports.number(PortName.POSTGRES), database);
    }

    private URI http(PortName name) {
        return URI.create("http://127.0.0.1:" + ports.number(name));
    }
}
