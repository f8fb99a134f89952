package io.otalite.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtaTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutArgumentsItShowsItsHelp() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("Usage: ota").contains("up", "demo", "status", "produce", "Exit codes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"up", "demo", "status", "logs", "produce", "consume", "rotate", "verify-audit", "images", "reset"
            })
    void everyCommandHasHelpWithItsExitCodes(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: ota " + command).contains("Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "logs kafka", "produce topic --type t --key k", "consume topic", "rotate --list"})
    void whatNeedsASystemSaysThatThereIsNone(String command) {
        var arguments = (command + " --state " + folder.resolve("none")).split(" ", -1);

        assertThat(run(arguments)).isEqualTo(3);
        assertThat(err.toString()).contains("There is no system in").contains("./ota up");
    }

    @Test
    void anUnknownPortNameIsExplained() {
        assertThat(run(
                        "up",
                        "--port",
                        "web=1",
                        "--state",
                        folder.resolve("none").toString()))
                .isEqualTo(3);
        assertThat(err.toString()).contains("There is no port web; there are api, api-management");
    }

    @Test
    void aWrongCommandLineIsTwo() {
        assertThat(run("upp")).isEqualTo(2);
    }

    @Test
    void resetLeavesFoldersOfOthersAlone() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertThat(run("reset", "--yes", "--state", folder.toString())).isZero();
        assertThat(folder.resolve("thesis.txt")).exists();
    }

    private int run(String... arguments) {
        return Ota.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
