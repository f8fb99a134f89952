package io.otalite.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataFileTest {
    @ParameterizedTest
    @CsvSource({
        "timestamp.json, TIMESTAMP, '', false",
        "1.root.json, ROOT, 1, true",
        "42.targets.json, TARGETS, 42, true",
        "7.snapshot.json, SNAPSHOT, 7, true",
    })
    void theFilesOfARepository(String name, String role, String version, boolean immutable) {
        var file = MetadataFile.parse(name).orElseThrow();

        assertThat(file.role()).hasToString(role);
        assertThat(file.version().map(v -> Long.toString(v.value())).orElse("")).isEqualTo(version);
        assertThat(file.immutable()).isEqualTo(immutable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "root.json",
                "targets.json",
                "0.root.json",
                "01.root.json",
                "-1.root.json",
                "1.mirrors.json",
                "1.root.json.gz",
                "..",
                "9999999999999999.root.json",
                "1.ROOT.json"
            })
    void everythingElseIsNone(String name) {
        assertThat(MetadataFile.parse(name)).isEmpty();
    }
}
