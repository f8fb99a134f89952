package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The order of the steps of the deployment, which nothing else would find wrong before it runs. */
class CloudBuildTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Path FILE = ROOT.resolve("deploy/cloudbuild.yaml");
    private static final String BEGINNING = "-";

    @Test
    void everyStepWaitsForStepsThatThereAre() throws IOException {
        var steps = steps();

        assertThat(steps).hasSizeGreaterThan(5);
        steps.forEach((id, waited) -> assertThat(waited)
                .as(id)
                .isNotEmpty()
                .allMatch(other -> other.equals(BEGINNING) || steps.containsKey(other)));
    }

    @Test
    void noStepWaitsForItself() throws IOException {
        var steps = steps();

        for (var id : steps.keySet()) {
            assertThat(before(id, steps)).as(id).doesNotContain(id);
        }
    }

    @Test
    void testsAndImagesDoNotWaitForEachOther() throws IOException {
        var steps = steps();

        assertThat(before("images", steps)).contains("dependencies", "build").doesNotContain("tests");
        assertThat(before("tests", steps)).contains("dependencies").doesNotContain("build", "images");
    }

    @Test
    void nothingIsRolledOutThatWasNotTestedAndAudited() throws IOException {
        assertThat(before("rollout", steps())).contains("tests", "audit", "images", "render");
    }

    /** What is audited and what is applied is one file. */
    @Test
    void theAuditAndTheRolloutReadWhatWasRendered() throws IOException {
        var file = arguments("render").getLast();

        assertThat(file).endsWith(".yaml");
        assertThat(arguments("audit")).startsWith("audit", file).contains("--cluster");
        assertThat(arguments("rollout")).contains(file);
    }

    @Test
    void everyScriptThatIsNamedIsThere() throws IOException {
        for (var step : document()) {
            for (var argument : strings(step.get("args"))) {
                if (argument.endsWith(".sh")) {
                    assertThat(ROOT.resolve(argument)).isRegularFile().isExecutable();
                }
            }
        }
    }

    @Test
    void theStepsOfAnOldBuilderAreNotUsed() throws IOException {
        assertThat(Files.readString(FILE)).doesNotContain("kaniko", "# syntax=");
    }

    private static List<String> arguments(String id) throws IOException {
        return document().stream()
                .filter(step -> id.equals(step.get("id")))
                .map(step -> strings(step.get("args")))
                .findFirst()
                .orElseThrow();
    }

    /** By its id: the steps that a step waits for. */
    private static Map<String, List<String>> steps() throws IOException {
        var steps = new LinkedHashMap<String, List<String>>();
        for (var step : document()) {
            assertThat(steps.put((String) step.get("id"), strings(step.get("waitFor"))))
                    .as("two steps are called %s", step.get("id"))
                    .isNull();
        }
        return steps;
    }

    private static Set<String> before(String id, Map<String, List<String>> steps) {
        var before = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(steps.get(id));
        while (!open.isEmpty()) {
            var step = open.poll();
            if (before.add(step)) {
                open.addAll(steps.getOrDefault(step, List.of()));
            }
        }
        return before;
    }

    private static List<Map<String, Object>> document() throws IOException {
        Map<String, Object> build = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE));
        return ((List<?>) build.get("steps"))
                .stream().map(CloudBuildTest::object).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<String> strings(Object value) {
        return ((List<?>) value).stream().map(String::valueOf).toList();
    }
}
