package io.otalite.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {
    @TempDir
    private Path root;

    @Test
    void allModulesAndBothPluginsAreSummedUpAndSkippedTestsGiveTheirReason() throws Exception {
        // Given
        report("libs/tuf", "surefire-reports/TEST-a.xml", """
                <testsuite tests="3" failures="0" errors="0" skipped="1">
                  <testcase name="one" classname="a.A"/>
                  <testcase name="two" classname="a.A"/>
                  <testcase name="slow" classname="a.A"><skipped message="only with --soak"/></testcase>
                </testsuite>""");
        report("system-tests", "failsafe-reports/TEST-b.xml", """
                <testsuite tests="2" failures="1" errors="1" skipped="0">
                  <testcase name="red" classname="b.B"><failure message="expected 1&#10;but was 2"/></testcase>
                  <testcase name="broken" classname="b.B"><error message="no luck"/></testcase>
                </testsuite>""");

        // When
        var lines = print().lines().toList();

        // Then
        assertThat(lines)
                .contains(
                        "Skipped: a.A.slow: only with --soak",
                        "Failed: b.B.red: expected 1",
                        "Failed: b.B.broken: no luck",
                        "Tests run: 5, Failures: 1, Errors: 1, Skipped: 1")
                .anyMatch(line -> line.matches("libs/tuf +Tests run: 3, Failures: 0, Errors: 0, Skipped: 1"));
        assertThat(lines.getLast()).isEqualTo("2 passed, 2 failed, 1 skipped");
    }

    @Test
    void noReportsAtAllAreZero() throws Exception {
        assertThat(print().lines().toList().getLast()).isEqualTo("0 passed, 0 failed, 0 skipped");
    }

    private String print() throws Exception {
        var out = new ByteArrayOutputStream();
        TestReport.of(root).print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void report(String module, String file, String xml) throws IOException {
        var path = root.resolve(module).resolve("target").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        Files.writeString(path, xml);
    }
}
