package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The order of the steps of the deployment, which nothing else would find wrong before it runs. */
class CloudBuildTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Path FILE = ROOT.resolve("deploy/cloudbuild.yaml");
    private static final String BEGINNING = "-";
    private static final List<Path> TEST_FOLDERS = Stream.of(
                    "api-service", "backup-service", "rotation-service", "libs/manifests", "system-tests")
            .map(module -> ROOT.resolve(module).resolve("src/test/java"))
            .toList();

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

    /** Or a build that is late would end in the middle of a rollout, where nothing takes it back. */
    @Test
    void theBuildLastsAsLongAsItsStepsMay() throws IOException {
        assertThat(seconds(build())).isGreaterThanOrEqualTo(longest("rollout", steps()));
    }

    /** There and back, with the window between. */
    @Test
    void theRolloutHasRoomForTheWayBack() throws IOException {
        var script = Files.readString(ROOT.resolve("deploy/cloudbuild/kubectl.sh"));
        var deadline = Pattern.compile("deadline=(\\d+)")
                .matcher(script)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        var window = String.valueOf(object(build().get("substitutions")).get("_WINDOW"));

        assertThat(seconds(step("rollout"))).isGreaterThan(2 * Integer.parseInt(deadline) + Integer.parseInt(window));
    }

    @Test
    void onlyWhoeverNeedsTheClusterFindsItsCredentials() throws IOException {
        assertThat(arguments("cluster").getLast()).startsWith("/cluster/");
        assertThat(document())
                .filteredOn(step -> step.containsKey("volumes"))
                .extracting(step -> step.get("id"))
                .containsExactlyInAnyOrder("cluster", "audit");
        assertThat(object(build().get("options")).toString()).doesNotContain("KUBECONFIG", "/cluster");
    }

    /** A token may have but minutes left. */
    @Test
    void credentialsAreTakenWhereTheyAreUsed() throws IOException {
        assertThat(steps().get("audit")).containsExactly("cluster");
        assertThat(arguments("rollout")).startsWith("deploy/cloudbuild/cluster.sh");
    }

    @Test
    void whatWasFetchedIsSavedWhateverTheTestsSay() throws IOException {
        assertThat(before("save-dependencies", steps()))
                .contains("dependencies")
                .doesNotContain("tests", "images");
    }

    /** With a name that is none, no test would run, and what runs tests would never be fetched. */
    @Test
    void theTestsThatFetchWhatRunsTestsAreThere() throws IOException {
        var script = Files.readString(ROOT.resolve("deploy/cloudbuild/dependencies.sh"));
        var names = Pattern.compile("test=(\\S+)")
                .matcher(script)
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(",", -1)))
                .toList();

        assertThat(names).hasSizeGreaterThan(1).anyMatch(name -> name.endsWith("IT"));
        assertThat(names).allMatch(name -> TEST_FOLDERS.stream().anyMatch(folder -> holds(folder, name + ".java")));
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
        return strings(step(id).get("args"));
    }

    private static Map<String, Object> step(String id) throws IOException {
        return document().stream()
                .filter(step -> id.equals(step.get("id")))
                .findFirst()
                .orElseThrow();
    }

    private static int seconds(Map<String, Object> limited) {
        var timeout = String.valueOf(limited.get("timeout"));
        return Integer.parseInt(timeout.substring(0, timeout.length() - 1));
    }

    /** By the timeouts: how long it may last until a step has ended. */
    private static int longest(String id, Map<String, List<String>> steps) throws IOException {
        var longest = 0;
        for (var other : steps.get(id)) {
            longest = Math.max(longest, other.equals(BEGINNING) ? 0 : longest(other, steps));
        }
        return longest + seconds(step(id));
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

    private static boolean holds(Path folder, String name) {
        try (var files = Files.walk(folder)) {
            return files.anyMatch(file -> file.endsWith(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<String, Object>> document() throws IOException {
        return ((List<?>) build().get("steps"))
                .stream().map(CloudBuildTest::object).toList();
    }

    private static Map<String, Object> build() throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<String> strings(Object value) {
        return ((List<?>) value).stream().map(String::valueOf).toList();
    }
}
