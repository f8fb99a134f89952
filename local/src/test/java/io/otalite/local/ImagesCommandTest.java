package io.otalite.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anUnknownImageIsToldWithThoseThereAre() {
        assertThat(run("web")).isEqualTo(3);

        assertThat(err.toString()).contains("no image web", "api-service, backup-service, rotation-service, local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--load --push registry.example/team", "--push a --directory b", "--bass x"})
    void aWrongCommandLineIsTwo(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of("images"));
        all.addAll(List.of(arguments));
        return Ota.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
