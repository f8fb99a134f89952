package io.otalite.local.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseImageTest {
    @Test
    void threeKindsOfBasesAreTold() {
        assertThat(BaseImage.parse("tar:/x/base.tar")).isEqualTo(new BaseImage.Tar(Path.of("/x/base.tar")));
        assertThat(BaseImage.parse("docker:temurin:25")).isEqualTo(new BaseImage.Engine("temurin:25"));
        assertThat(BaseImage.parse("host:5000/temurin:25")).isEqualTo(new BaseImage.Registry("host:5000/temurin:25"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar:/x/base.tar", "docker:temurin:25", "host:5000/temurin:25"})
    void whatIsReadIsWrittenTheSame(String text) {
        assertThat(BaseImage.parse(text)).hasToString(text);
    }

    /** What a tag stands for may change from one build to the next. */
    @Test
    void theStandardIsNamedByItsDigest() {
        assertThat(BaseImage.STANDARD.toString()).containsPattern("@sha256:[0-9a-f]{64}$");
    }
}
