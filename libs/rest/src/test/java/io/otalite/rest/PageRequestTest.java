package io.otalite.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
    @ParameterizedTest
    @CsvSource({"'', 100", "0, 100", "1, 1", "1000, 1000", "5000, 1000"})
    void theSizeIsCoercedIntoItsRange(String asked, int expected) {
        assertThat(PageRequest.of(asked, null, "factories").size()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "ten", "99999999999"})
    void aSizeThatIsNoneIsRefused(String asked) {
        assertThatThrownBy(() -> PageRequest.of(asked, null, "factories"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().errors()).containsKey("page_size"));
    }

    @Test
    void theTokenOfAPageLeadsToTheNextUntilTheEnd() {
        var first = PageRequest.of("2", null, "factories");
        var page = Page.of(first, List.of("a", "b", "c"), Function.identity());

        var second = PageRequest.of("2", page.nextPageToken(), "factories");
        var last = Page.of(second, List.of("c"), Function.identity());

        assertThat(page.items()).containsExactly("a", "b");
        assertThat(second.after()).contains("b");
        assertThat(last.nextPageToken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense!", "bm9uc2Vuc2U"})
    void aForeignTokenIsRefused(String token) {
        assertThatThrownBy(() -> PageRequest.of(null, token, "factories"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400));
    }

    @Test
    void aTokenOfThisListWithAnImpossibleElementIsRefused() {
        var token = PageRequest.of(null, null, "versions").tokenAfter("x");
        var request = PageRequest.of(null, token, "versions");

        assertThatThrownBy(() -> request.after(text -> Optional.empty())).isInstanceOf(ProblemException.class);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        var token = PageRequest.of(null, null, "factories").tokenAfter("a");

        assertThatThrownBy(() -> PageRequest.of(null, token, "versions of acme"))
                .isInstanceOf(ProblemException.class);
    }
}
