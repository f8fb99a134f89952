package io.otalite.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.conformance.Covers;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @Covers("5.6.7.2")
    @CsvSource(delimiter = '|', textBlock = """
                    a             | a               | true
                    a             | b               | false
                    a             | A               | false
                    *             | a.b             | true
                    *             | a/b             | false
                    */*           | a/b             | true
                    */*           | a               | false
                    */*           | a/b/c           | false
                    ?             | a               | true
                    ?             | ab              | false
                    a?c           | a/c             | false
                    *.tgz         | foo.tgz         | true
                    *.tgz         | foo.tgz.sig     | false
                    targets/*.tgz | targets/foo.tgz | true
                    targets/*.tgz | targets/foo.txt | false
                    targets/*.tgz | foo.tgz         | false
                    foo-v?-*      | foo-v2-alpha    | true
                    foo-v?-*      | foo-v22-alpha   | false
                    a*            | a               | true
                    **            | abc             | true
                    *b*b*c        | abbabc          | true
                    *b*b*c        | abcc            | false
                    /a            | a               | false
                    a/            | a               | false
                    [ab]          | a               | false
                    [ab]          | [ab]            | true
                    a.c           | abc             | false
                    """)
    void wildcardsStandForAnythingButASlash(String pattern, String name, boolean matches) {
        assertThat(new PathPattern(pattern).matches(new TargetName(name))).isEqualTo(matches);
    }

    @Test
    void itMatchesAsTheRegularExpressionDoes() {
        int matched = 0;
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            String pattern = text(random, "ab/*?*");
            String name = text(random, "ab/").replaceAll("^/+|/+$", "").replaceAll("//+", "/");
            if (!name.isEmpty()) {
                boolean expected = Pattern.matches(pattern.replace("*", "[^/]*").replace("?", "[^/]"), name);

                boolean found = new PathPattern(pattern).matches(new TargetName(name));

                assertThat(found).as("seed %d: %s and %s", seed, pattern, name).isEqualTo(expected);
                matched += found ? 1 : 0;
            }
        }
        assertThat(matched).isGreaterThan(150);
    }

    @Test
    void aHostilePatternDoesNotTakeForEver() {
        var pattern = new PathPattern("*a".repeat(120) + "b");
        var name = new TargetName("a".repeat(250));

        assertThat(pattern)
                .satisfies(hostile -> org.junit.jupiter.api.Assertions.assertTimeout(
                        Duration.ofSeconds(1),
                        () -> assertThat(hostile.matches(name)).isFalse()));
    }

    private static String text(Random random, String alphabet) {
        var text = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
