package io.otalite.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.tuf.Bytes;
import java.util.ArrayList;
import java.util.List;

/** An operator who looks at the backup-service: its REST API and its readiness. */
record BackupClient(RestClient rest, RestClient management) {

    JsonNode status() {
        return rest.get("/v1/status").json();
    }

    /** The data that the archive's readiness check shows; a service that is not ready fails the test. */
    JsonNode readiness() {
        for (var check : management.get("/q/health/ready").json().path("checks")) {
            if (check.path("name").asText().equals("archive")) {
                return check.path("data");
            }
        }
        throw new AssertionError("The readiness has no check named archive");
    }

    List<JsonNode> archived(String factory) {
        return pages("/v1/factories/%s/archive".formatted(factory));
    }

    JsonNode archived(Version version) {
        return rest.get("/v1/factories/%s/archive/%d".formatted(version.factory(), version.number()))
                .json();
    }

    Bytes content(Version version) {
        return rest.get("/v1/factories/%s/archive/%d/content".formatted(version.factory(), version.number()))
                .content();
    }

    JsonNode completeness(String factory) {
        return rest.get("/v1/factories/%s/completeness".formatted(factory)).json();
    }

    List<JsonNode> quarantine() {
        return pages("/v1/quarantine");
    }

    Bytes quarantined(String path) {
        return rest.get("/v1/quarantine/%s/content".formatted(path)).content();
    }

    private List<JsonNode> pages(String path) {
        var all = new ArrayList<JsonNode>();
        var token = "";
        do {
            var page = rest.get("%s?page_token=%s".formatted(path, token)).json();
            page.path("items").forEach(all::add);
            token = page.path("next_page_token").asText();
        } while (!token.isEmpty());
        return all;
    }
}
