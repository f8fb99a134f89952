package io.otalite.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConformanceTest {

    private static final String WRITE = "conformance.write";
    private static final String REGENERATE =
            "docs/tuf.md has another table than the tests say. ./mvnw -q -pl libs/conformance test -D%s=true writes it"
                    .formatted(WRITE);

    private static final Path ROOT = root();
    private static final List<Coverage> FOUND = SourceScan.of(ROOT);

    @Test
    void everyRuleIsHeldByATest() {
        var without = new TreeSet<>(ids());
        without.removeAll(held());

        assertThat(without)
                .as("rules without a test; add @Covers(id) to the test that would fail if the rule were broken")
                .isEmpty();
    }

    @Test
    void testsNameRulesThatExist() {
        assertThat(FOUND)
                .as("tests that say they hold a rule that does not exist")
                .allMatch(test -> ids().contains(test.ruleId()));
    }

    @Test
    void theDocumentShowsWhatTheTestsSay() throws IOException {
        var document = ROOT.resolve("docs/tuf.md");
        var present = Files.readString(document);
        var wanted = new CoverageTable(Rule.all(), FOUND).in(present);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(document, wanted);
        } else {
            assertThat(present).as(REGENERATE).isEqualTo(wanted);
        }
    }

    private static Set<String> ids() {
        return Rule.all().stream().map(Rule::id).collect(Collectors.toSet());
    }

    private static Set<String> held() {
        return FOUND.stream().map(Coverage::ruleId).collect(Collectors.toSet());
    }

    /** The folder with the Maven wrapper; tests run in that of their module. */
    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            var parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "No folder with mvnw above " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }
}
