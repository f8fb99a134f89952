package io.otalite.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.tuf.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataFileTest {
    @ParameterizedTest
    @CsvSource({
        "tuf, timestamp.json, TIMESTAMP, '', false",
        "tuf, 3.timestamp.json, TIMESTAMP, 3, true",
        "tuf, 1.root.json, ROOT, 1, true",
        "tuf, 42.targets.json, TARGETS, 42, true",
        "tuf, 7.snapshot.json, SNAPSHOT, 7, true",
        "ats, 1.root.json, ROOT, 1, true",
        "ats, root.json, ROOT, '', false",
        "ats, timestamp.json, TIMESTAMP, '', false",
        "ats, snapshot.json, SNAPSHOT, '', false",
        "ats, targets.json, TARGETS, '', false",
    })
    void theFilesOfARepository(String dialect, String name, String role, String version, boolean immutable) {
        var file = MetadataFile.parse(Dialect.fromId(dialect), name).orElseThrow();

        assertThat(file.role()).hasToString(role);
        assertThat(file.version().map(v -> Long.toString(v.value())).orElse("")).isEqualTo(version);
        assertThat(file.immutable()).isEqualTo(immutable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.root.json",
                "01.root.json",
                "-1.root.json",
                "1.mirrors.json",
                "1.root.json.gz",
                "..",
                "snapshot.json",
                "9999999999999999.root.json",
                "1.ROOT.json"
            })
    void everythingElseIsNone(String name) {
        assertThat(MetadataFile.parse(Dialect.TUF, name)).isEmpty();
        assertThat(MetadataFile.parse(Dialect.ATS, name.equals("") ? name : "x" + name))
                .isEmpty();
    }
}
