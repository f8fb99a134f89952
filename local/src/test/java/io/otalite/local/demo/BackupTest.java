package io.otalite.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.local.rotation.ScriptedService;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackupTest {
    private static final String READY = "GET /q/health/ready";

    private ScriptedService management;
    private Backup backup;

    @BeforeEach
    void start() throws Exception {
        management = new ScriptedService();
        backup = new Backup(management.uri());
    }

    @AfterEach
    void stop() {
        management.close();
    }

    @Test
    void itIsReadyAlthoughItIsDegraded() {
        management.when(READY, 200, """
                {"status": "UP", "checks": [{"name": "c", "status": "UP", "data": {"degraded": true, "cause": "no key"}}]}
                """);

        assertThatCode(backup::requireReady).doesNotThrowAnyException();
    }

    @Test
    void aMomentOfNotBeingReadyFailsTheDemo() {
        management.when(READY, 503, "{\"status\": \"DOWN\", \"checks\": [{\"name\": \"c\", \"status\": \"DOWN\"}]}");

        assertThatThrownBy(backup::requireReady).hasMessageContaining("ready all the time; found c is down");
    }

    @Test
    void noAnswerIsNotReady() {
        var nobody = new Backup(URI.create("http://127.0.0.1:1"));

        assertThatThrownBy(nobody::requireReady).hasMessageContaining("no answer");
    }

    @Test
    void whatItSaysIsWaitedFor() throws Exception {
        management.when(READY, 200, "{\"status\": \"UP\"}").when(READY, 200, """
                        {"status": "UP", "checks": [{"name": "c", "status": "UP", "data": {"degraded": true, "cause": "no key"}}]}
                        """);

        assertThat(backup.await("notice", health -> health.degraded())).isEqualTo("no key");
    }
}
