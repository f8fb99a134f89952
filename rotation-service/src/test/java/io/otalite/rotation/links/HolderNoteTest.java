package io.otalite.rotation.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolderNoteTest {
    /** The holders are separated by commas. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', emptyValue = "", nullValues = "-", textBlock = """
            '';                                          shop/key;        '[ota-lite: held by shop/key]'
            'Of Ann';                                    shop/key;        'Of Ann [ota-lite: held by shop/key]'
            'Of Ann';                                    shop/key,web/key;'Of Ann [ota-lite: held by shop/key, web/key]'
            'Of Ann [ota-lite: held by old/key]';        shop/key;        'Of Ann [ota-lite: held by shop/key]'
            'Of Ann [ota-lite: held by old/key] and Bo'; shop/key;        'Of Ann and Bo [ota-lite: held by shop/key]'
            'Of Ann [ask first]';                        shop/key;        'Of Ann [ask first] [ota-lite: held by shop/key]'
            'Of Ann [ota-lite: held by shop/key]';       '';              'Of Ann'
            '[ota-lite: held by shop/key]';              '';              ''
            'Of Ann [ask first] ';                       '';              'Of Ann [ask first] '
            """)
    void onlyTheNoteIsReplaced(String before, String holders, String after) {
        // When
        var written = HolderNote.written(before, holders.isEmpty() ? List.of() : List.of(holders.split(",")));

        // Then
        assertThat(written).isEqualTo(after);
    }

    @Test
    void whatDoesNotFitIsCounted() {
        // Given
        var holders = IntStream.range(0, 40)
                .mapToObj("shop/credential-%02d"::formatted)
                .toList();

        // When
        var written = HolderNote.written("Für Ann", holders);

        // Then
        assertThat(written)
                .startsWith("Für Ann [ota-lite: held by shop/credential-00, ")
                .endsWith(", +29]");
        assertThat(bytes(written)).isBetween(HolderNote.LONGEST - 20, HolderNote.LONGEST);
        assertThat(HolderNote.written(written, holders)).isEqualTo(written);
    }

    @Test
    void theWordsOfTheOwnerComeFirst() {
        // Given
        var room = "[ota-lite: held by +1] ".length();
        var holder = List.of("a-namespace/a-secret");

        // When
        var exact = HolderNote.written("ö".repeat((HolderNote.LONGEST - room - 1) / 2), holder);
        var full = HolderNote.written("ö".repeat(HolderNote.LONGEST / 2), holder);

        // Then
        assertThat(exact).endsWith("ö [ota-lite: held by +1]");
        assertThat(full).isEqualTo("ö".repeat(HolderNote.LONGEST / 2));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
