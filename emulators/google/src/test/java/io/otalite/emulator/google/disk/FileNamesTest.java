package io.otalite.emulator.google.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "v1/acme/7.json, v1%2facme%2f7.json",
        ".hidden, %2ehidden",
        "../up, %2e.%2fup",
        "A, %41",
        "ü, %c3%bc",
        "a~b, a%7eb",
        "100%, 100%25"
    })
    void aNameStaysReadable(String objectName, String fileName) {
        assertThat(FileNames.of(objectName)).isEqualTo(fileName);
    }

    @Test
    void namesThatDifferInCaseStayApartWhereCaseIsFolded() {
        assertThat(FileNames.of("README").toLowerCase(Locale.ROOT)).isNotEqualTo(FileNames.of("readme"));
    }

    @Test
    void longNamesAreShortenedAndStayApart() {
        // Given
        var one = "x".repeat(1000);
        var other = "x".repeat(1001);

        // Then
        assertThat(FileNames.of(one)).hasSizeLessThanOrEqualTo(200).isNotEqualTo(FileNames.of(other));
    }
}
