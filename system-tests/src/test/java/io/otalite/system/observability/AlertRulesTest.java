package io.otalite.system.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.otalite.local.system.ProjectLayout;
import io.otalite.system.observability.AlertRules.Case;
import io.otalite.system.observability.AlertRules.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of alerts, without a system: each is whole, explained, and known to fire. */
class AlertRulesTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^### (\\w+)$");
    private static final String RUNBOOKS = "docs/runbooks.md";

    @Test
    void everyNameIsThereOnce() {
        // When
        var names = AlertRules.all().stream()
                .map(rule -> rule.alert() + rule.record())
                .toList();

        // Then
        assertThat(names).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertSaysHowUrgentItIsAndWhatItIsAbout() {
        // When
        var alerts = AlertRules.alerts();

        // Then
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.severity()).as(alert.alert()).isIn("critical", "warning");
            assertThat(alert.annotation("summary")).as(alert.alert()).isNotEmpty();
            assertThat(alert.annotation("description")).as(alert.alert()).endsWith(".");
        });
    }

    @Test
    void everyAlertHasItsRunbookAndNoRunbookIsLeftOver() throws IOException {
        // Given
        var text = Files.readString(ProjectLayout.find().root().resolve(RUNBOOKS));
        var sections = SECTION.matcher(text)
                .results()
                .map(found -> RUNBOOKS + "#" + found.group(1).toLowerCase(Locale.ROOT))
                .toList();

        // When
        var links = AlertRules.alerts().stream()
                .map(alert -> alert.annotation("runbook_url"))
                .toList();

        // Then
        assertThat(links).containsExactlyInAnyOrderElementsOf(sections);
    }

    @Test
    void everyMetricOfOursIsExplained() throws IOException {
        // Given
        var text = Files.readString(ProjectLayout.find().root().resolve("docs/operations.md"));

        // When
        var names = MetricNames.expected().stream()
                .filter(name -> !name.matches("(jvm|process)_.*"))
                .map(name -> name.replaceFirst("_(bucket|count|sum)$", ""))
                .toList();

        // Then
        assertThat(names).allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    @Test
    void everyRecordIsUsedAndEveryOneThatIsUsedIsRecorded() {
        // Given
        var used = Pattern.compile("ota:[a-z0-9_:]+");
        var expressions = Stream.concat(AlertRules.all().stream().map(Rule::expression), Dashboard.queries().stream());

        // When
        var names = expressions
                .flatMap(expression -> used.matcher(expression).results())
                .map(found -> found.group())
                .distinct()
                .toList();

        // Then
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(AlertRules.all().stream()
                        .map(Rule::record)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() {
        // Given
        var alerts = AlertRules.alerts().stream().map(Rule::alert).toList();

        // When
        var cases = AlertRules.cases();

        // Then
        assertThat(cases.stream().filter(Case::fires).map(Case::alert)).containsAll(alerts);
        assertThat(cases.stream().filter(each -> !each.fires()).map(Case::alert))
                .containsAll(alerts);
        assertThat(alerts).containsAll(cases.stream().map(Case::alert).toList());
    }

    @Test
    void alertsFireWhenTheyShould() throws Exception {
        // When
        var cases = AlertRules.testFiles().stream().map(Path::toString);
        var result = promtool(Stream.concat(Stream.of("test", "rules"), cases).toList());

        // Then
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("SUCCESS");
    }

    @Test
    void whatPrometheusIsToldIsWellFormed() throws Exception {
        // When
        var configuration = AlertRules.folder().resolve("prometheus.yml").toString();
        var result = promtool(List.of("check", "config", configuration));

        // Then
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private record Result(int exitCode, String output) {}

    private static Result promtool(List<String> arguments) throws IOException, InterruptedException {
        var program = Tool.PROMTOOL.find();
        assumeTrue(program.isPresent(), Tool.PROMTOOL.absence());
        var command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    @Test
    void everyPanelHasATitleAUnitAndSomethingToShow() {
        // When
        var panels = Dashboard.panels();

        // Then
        assertThat(panels).hasSizeGreaterThan(20).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(panel.path("title").asText())
                    .isNotEmpty();
            assertThat(panel.path("targets")).isNotEmpty();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        });
    }

    @Test
    void namesOfMetricsAreToldFromLabelsAndWords() {
        // When
        var names = MetricNames.in(
                "sum by (job, ota_label) (rate(http_requests_total{uri=\"/a/{jvm_b}\",archive_c=\"d\"}[5m])) or vector(0) > ota_e");

        // Then
        assertThat(names).containsExactly("http_requests_total", "ota_e");
    }
}
