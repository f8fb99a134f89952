package io.otalite.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceScanTest {
    private static final Path SOURCE = Path.of("module/src/test/java/a/ATest.java");

    @TempDir
    private Path root;

    @Test
    void whatClassesAndMethodsSayIsFound() throws IOException {
        // Given
        write(SOURCE, """
                package a;
                @Covers("X1")
                class ATest {
                    @Test
                    @Covers({"X2", "X3"})
                    void holdsTwo() { String text = "void other() { @Covers(\\"X9\\") }"; }
                    // @Covers("X8")
                    @Test
                    void holdsNone() {}
                    class Nested { @Covers(value = "X4") void holdsOne() {} }
                }
                """);

        // When
        var found = SourceScan.of(root);

        // Then
        assertThat(found)
                .containsExactly(
                        new Coverage("X1", SOURCE, "ATest", ""),
                        new Coverage("X2", SOURCE, "ATest", "holdsTwo"),
                        new Coverage("X3", SOURCE, "ATest", "holdsTwo"),
                        new Coverage("X4", SOURCE, "ATest", "holdsOne"));
    }

    @Test
    void onlySourcesOfTestsAreRead() throws IOException {
        // Given
        write(Path.of("module/target/src/test/java/A.java"), "@Covers(\"X1\") class A {}");
        write(Path.of("module/src/main/java/A.java"), "@Covers(\"X1\") class A {}");
        write(Path.of(".hidden/src/test/java/A.java"), "@Covers(\"X1\") class A {}");

        // When, Then
        assertThat(SourceScan.of(root)).isEmpty();
    }

    @Test
    void whatIsNoLiteralCannotBeReadFromTheSource() throws IOException {
        // Given
        write(SOURCE, "class ATest { @Covers(RULE) void test() {} }");

        // When, Then
        assertThatThrownBy(() -> SourceScan.of(root))
                .hasMessageContaining("ATest.java")
                .hasMessageContaining("RULE");
    }

    @Test
    void theTableStandsBetweenItsMarkers() {
        // Given
        var table = new CoverageTable(
                List.of(new Rule("X1", "1.2", "One"), new Rule("X2", "3", "Two")),
                List.of(new Coverage("X1", SOURCE, "ATest", "a"), new Coverage("X1", SOURCE, "ATest", "b")));
        var document = """
                before
                <!-- The table of rules and tests: generated, begin -->
                old
                <!-- The table of rules and tests: generated, end -->
                after
                """;

        // When
        var written = table.in(document);

        // Then
        assertThat(written).isEqualTo("""
                before
                <!-- The table of rules and tests: generated, begin -->

                | rule | TUF | says | held by |
                |---|---|---|---|
                | X1 | 1.2 | One | [`ATest`](../module/src/test/java/a/ATest.java) a, b |
                | X2 | 3 | Two | no test yet |

                <!-- The table of rules and tests: generated, end -->
                after
                """);
        assertThat(table.in(written)).isEqualTo(written);
        assertThatThrownBy(() -> table.in("no markers")).isInstanceOf(IllegalArgumentException.class);
    }

    private void write(Path file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
