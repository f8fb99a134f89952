package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class HealthReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aWellServiceHasNothingToSay() throws IOException {
        var report = report("""
                {"status": "UP", "checks": [{"name": "archive", "status": "UP", "data": {"degraded": false, "held": 0}}]}""");

        assertThat(report.up()).isTrue();
        assertThat(report.degraded()).isEmpty();
        assertThat(report.remark()).isEmpty();
    }

    @Test
    void aDegradedServiceIsUpAndNamesTheCause() throws IOException {
        var report = report("""
                {"status": "UP", "checks": [{"name": "archive", "status": "UP",
                  "data": {"degraded": true, "held": 1, "cause": "credential: refused"}}]}""");

        assertThat(report.up()).isTrue();
        assertThat(report.degraded()).contains("credential: refused");
        assertThat(report.held()).contains("credential: refused");
        assertThat(report.remark()).isEqualTo("degraded, credential: refused");
    }

    @Test
    void aDegradedServiceWithNothingToDoHoldsNothing() throws IOException {
        var report = report("""
                {"status": "UP", "checks": [{"name": "archive", "status": "UP",
                  "data": {"degraded": true, "held": 0, "cause": "credential: refused"}}]}""");

        assertThat(report.held()).isEmpty();
    }

    @Test
    void aCheckThatIsDownIsNamedWithItsData() throws IOException {
        var report = report("""
                {"status": "DOWN", "checks": [{"name": "database", "status": "DOWN", "data": {"reason": "away"}}]}""");

        assertThat(report.up()).isFalse();
        assertThat(report.remark()).isEqualTo("database is down {\"reason\":\"away\"}");
    }

    @Test
    void noAnswerIsNotUp() throws InterruptedException {
        var nobody = URI.create("http://127.0.0.1:" + Ports.free().number(PortName.API));

        assertThat(HealthReport.ask(nobody).up()).isFalse();
    }

    private static HealthReport report(String json) throws IOException {
        return HealthReport.of(JSON.readTree(json));
    }
}
