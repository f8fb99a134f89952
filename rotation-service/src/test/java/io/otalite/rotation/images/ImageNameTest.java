package io.otalite.rotation.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nginx                        | docker.io      | library/nginx | latest
            nginx:1.27                   | docker.io      | library/nginx | 1.27
            team/app                     | docker.io      | team/app      | latest
            docker.io/nginx              | docker.io      | library/nginx | latest
            index.docker.io/team/app:1   | docker.io      | team/app      | 1
            ghcr.io/team/app/part:v1     | ghcr.io        | team/app/part | v1
            localhost/app                | localhost      | app           | latest
            localhost:5000/x             | localhost:5000 | x             | latest
            localhost:5000/x:y           | localhost:5000 | x             | y
            localhost:5000               | docker.io      | library/localhost | 5000
            host:65535/x                 | host:65535     | x             | latest
            REGISTRY/x                   | REGISTRY       | x             | latest
            [::1]:5000/x                 | [::1]:5000     | x             | latest
            [2001:db8::1]/x:y            | [2001:db8::1]  | x             | y
            a.b/x__y/z-_z                |                |               |
            a.b/x__y/z--z.1_2            | a.b            | x__y/z--z.1_2 | latest
            a.b/x:_T.-9                  | a.b            | x             | _T.-9
            """)
    void isReadAsARuntimeReadsIt(String reference, String registry, String repository, String tag) {
        var reading = ImageName.parse(reference);

        if (registry == null) {
            assertThat(reading).isInstanceOf(ImageName.Reading.Malformed.class);
        } else {
            assertThat(reading)
                    .isEqualTo(new ImageName.Reading.Valid(
                            new ImageName(registry, repository, Optional.of(tag), Optional.empty())));
        }
    }

    @Test
    void aDigestIsAskedForWhateverTheTag() {
        var digest = "sha256:" + HEX;

        var bare = valid("ghcr.io/team/app@" + digest);
        var tagged = valid("ghcr.io/team/app:1.0@" + digest);

        assertThat(bare).isEqualTo(new ImageName("ghcr.io", "team/app", Optional.empty(), Optional.of(digest)));
        assertThat(bare.manifest()).isEqualTo(digest);
        assertThat(tagged.manifest()).isEqualTo(digest);
        assertThat(tagged).hasToString("ghcr.io/team/app:1.0@" + digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                ":tag",
                "app:",
                "app@",
                "App",
                "team/App",
                "a//b",
                "a/b/",
                "a.b/",
                ".a/b",
                "-a.b/c",
                "a.b:/c",
                "a.b:0/c",
                "a.b:65536/c",
                "a.b:99999999999/c",
                "a.b:port/c",
                "http://a.b/c",
                "user@a.b/c",
                "app:a tag",
                "app@sha256:short",
                "app@md5:" + "0123456789abcdef0123456789abcdef",
                "a..b/c",
                "[::1/x",
                "app\n",
                "äpp",
            })
    void whatNoRuntimeAcceptsIsMalformed(String reference) {
        assertThat(ImageName.parse(reference)).isInstanceOf(ImageName.Reading.Malformed.class);
    }

    @Test
    void anImageIdNamesNoRepository() {
        assertThat(ImageName.parse(HEX)).isInstanceOf(ImageName.Reading.Malformed.class);
    }

    @Test
    void everyPartHasAnUpperBound() {
        assertThat(valid("a.b/" + "x".repeat(255)).repository()).hasSize(255);
        assertThat(ImageName.parse("a.b/" + "x".repeat(256))).isInstanceOf(ImageName.Reading.Malformed.class);
        assertThat(valid("a.b/x:" + "t".repeat(128)).tag().orElseThrow()).hasSize(128);
        assertThat(ImageName.parse("a.b/x:" + "t".repeat(129))).isInstanceOf(ImageName.Reading.Malformed.class);
        assertThat(ImageName.parse("a-".repeat(1_000_000))).isInstanceOf(ImageName.Reading.Malformed.class);
    }

    private static ImageName valid(String reference) {
        return ((ImageName.Reading.Valid) ImageName.parse(reference)).name();
    }
}
