package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void everyOccupiedPortIsNamedWithTheFlagThatChangesIt() throws IOException {
        // Given
        try (var first = listener();
                var second = listener()) {
            var ports = Ports.free()
                    .with(PortName.API, first.getLocalPort())
                    .with(PortName.BACKUP_MANAGEMENT, second.getLocalPort());

            // When, then
            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(LocalSystemException.class)
                    .hasMessageContaining("Port %d (api) is in use", first.getLocalPort())
                    .hasMessageContaining("--port api=NUMBER")
                    .hasMessageContaining("Port %d (backup-management) is in use", second.getLocalPort())
                    .hasMessageContaining("--port backup-management=NUMBER");
        }
    }

    @Test
    void onePortForTwoIsRefused() {
        var ports = Ports.free();
        var twice = ports.with(PortName.KAFKA, ports.number(PortName.API));

        assertThatThrownBy(twice::requireFree).hasMessageContaining("is given to both api and kafka");
    }

    @Test
    void freePortsAreFreeAndDifferent() {
        var ports = Ports.free();

        assertThat(ports.byWord().values()).doesNotHaveDuplicates().hasSize(PortName.values().length);
        assertThatCode(ports::requireFree).doesNotThrowAnyException();
    }

    @Test
    void theDocumentedNumbersAreTheStandard() {
        assertThat(Ports.standard().byWord())
                .containsEntry("api", 8080)
                .containsEntry("api-management", 9080)
                .containsEntry("backup", 8081)
                .containsEntry("backup-management", 9081)
                .containsEntry("kafka", 9092)
                .containsEntry("kafka-controller", 9093)
                .containsEntry("postgres", 54320)
                .containsEntry("google", 8085);
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
