package io.otalite.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What holds for docker-compose.yml without an engine that runs it. */
class ComposeFileTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");
    private static final List<String> ONCE = List.of("init", "prometheus", "grafana");

    private Map<String, Map<String, Object>> services = Map.of();

    @BeforeEach
    @SuppressWarnings("unchecked") // the form of a compose file
    void read() throws IOException {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(ROOT.resolve("docker-compose.yml")));
        services = (Map<String, Map<String, Object>>) Objects.requireNonNull(file.get("services"));
    }

    @Test
    void noOtherMachineReachesAPort() {
        assertThat(services.values().stream().flatMap(service -> list(service, "ports")))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void noSecretStandsInIt() {
        var variables = services.values().stream()
                .flatMap(service -> map(service, "environment").entrySet().stream())
                .filter(variable -> variable.getKey().matches(".*(PASSWORD|TOKEN|SECRET|KEY).*"));

        assertThat(variables)
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(variable.getKey()).endsWith("_FILE"));
    }

    @Test
    void everythingIsBoundedAndWatchedWithPatience() {
        services.forEach((name, service) -> {
            if (!ONCE.contains(name)) {
                assertThat(map(service, "healthcheck")).as(name).containsKeys("test", "start_period", "start_interval");
                assertThat(service).as(name).containsKeys("mem_limit", "restart");
            }
            assertThat(service.toString()).as(name).contains("no-new-privileges:true");
        });
    }

    /** Two descriptions of how the emulator is started, because the engine starts it here. */
    @Test
    void theEmulatorOfGoogleHasTheAccountsOfTheLocalSystem() throws IOException {
        var parts = Files.readString(ROOT.resolve("local/src/main/java/io/otalite/local/system/Parts.java"));
        var options = list(Objects.requireNonNull(services.get("google")), "command")
                .map(word -> word.split("=", 2)[0])
                .collect(Collectors.toSet());

        var asked = Stream.of(
                        parts.substring(parts.indexOf("ProcessSpec google()"), parts.indexOf("ProcessSpec cluster()"))
                                .split("\"", -1))
                .filter(word -> word.matches("--[a-z0-9-]+"));

        assertThat(asked).isNotEmpty().allSatisfy(option -> assertThat(options).contains(option));
    }

    /** A line that has the engine fetch what reads the file, from a registry. */
    @Test
    void noFileAsksForAnotherSyntax() throws IOException {
        for (var file : List.of("docker-compose.yml", "deploy/compose/Dockerfile")) {
            assertThat(Files.readString(ROOT.resolve(file))).doesNotContain("# syntax=");
        }
    }

    private static Stream<String> list(Map<String, Object> service, String key) {
        return service.get(key) instanceof List<?> list ? list.stream().map(String::valueOf) : Stream.of();
    }

    private static Map<String, Object> map(Map<String, Object> service, String key) {
        return service.get(key) instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .collect(Collectors.toMap(entry -> String.valueOf(entry.getKey()), Map.Entry::getValue))
                : Map.of();
    }
}
