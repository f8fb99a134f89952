package io.otalite.system.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of {@code deploy/observability}, as they stand there. */
public final class AlertRules {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private AlertRules() {}

    /** A rule; an alert or a record, whichever name is not empty. */
    record Rule(Path file, String alert, String record, String expression, JsonNode definition) {
        String severity() {
            return definition.at("/labels/severity").asText();
        }

        String annotation(String name) {
            return definition.at("/annotations/" + name).asText();
        }
    }

    /** A case of a rule's test. @param fires whether the alert is expected */
    record Case(Path file, String alert, boolean fires) {}

    public static Path folder() {
        return ProjectLayout.find().root().resolve("deploy").resolve("observability");
    }

    static List<Rule> all() {
        return files(folder().resolve("alerts"))
                .flatMap(file -> each(read(file).at("/groups"))
                        .flatMap(group -> each(group.path("rules")))
                        .map(rule -> new Rule(
                                file,
                                rule.path("alert").asText(),
                                rule.path("record").asText(),
                                rule.path("expr").asText(),
                                rule)))
                .toList();
    }

    static List<Rule> alerts() {
        return all().stream().filter(rule -> !rule.alert().isEmpty()).toList();
    }

    static List<Path> testFiles() {
        return files(folder().resolve("alerts").resolve("tests")).toList();
    }

    static List<Case> cases() {
        return testFiles().stream()
                .flatMap(file -> each(read(file).path("tests"))
                        .flatMap(test -> each(test.path("alert_rule_test")))
                        .map(test -> new Case(
                                file,
                                test.path("alertname").asText(),
                                !test.path("exp_alerts").isEmpty())))
                .toList();
    }

    private static Stream<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON is YAML. */
    static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
