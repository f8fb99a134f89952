package io.otalite.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.tuf.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactoryNameTest {

    private static final String LONGEST = "a".repeat(63);

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "acme", "acme-2", "a--b"})
    void aLabelIsAName(String name) {
        assertThat(new FactoryName(name)).hasToString(name);
        assertThat(new FactoryName(LONGEST).value()).hasSize(63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a.b", "a/b", "..", "a b", "a\n", "ä", "%61"})
    void anythingElseIsNot(String name) {
        assertThatThrownBy(() -> new FactoryName(name)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new FactoryName(LONGEST + "a")).isInstanceOf(InvalidValueException.class);
    }
}
