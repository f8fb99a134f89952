package io.otalite.system.observability;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/** The dashboard for Grafana. */
public final class Dashboard {
    private Dashboard() {}

    private static Path file() {
        return AlertRules.folder().resolve("grafana").resolve("ota-lite.json");
    }

    static List<JsonNode> panels() {
        return AlertRules.each(AlertRules.read(file()).path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** What its panels ask Prometheus for, with Grafana's own words in it. */
    public static List<String> queries() {
        return panels().stream()
                .flatMap(panel -> AlertRules.each(panel.path("targets")))
                .map(target -> target.path("expr").asText())
                .toList();
    }
}
