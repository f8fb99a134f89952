package io.otalite.api.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.tuf.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyEncryptionKeysTest {
    private static final byte[] NOTHING = {};

    private final KeyEncryptionKeys keys =
            new KeyEncryptionKeys(new Named("new"), List.of(new Named("old")), List.of(new Named("next")));

    @Test
    void theCurrentOneAndThePreviousOnesAreFoundByName() {
        assertThat(keys.current().id()).isEqualTo("new");
        assertThat(keys.withId("old").id()).isEqualTo("old");
        assertThat(keys.withId("next").id()).isEqualTo("next");
        assertThat(keys.withId("new")).isSameAs(keys.current());
        assertThat(keys.upToDate()).containsExactlyInAnyOrder("new", "next");
    }

    @Test
    void oneThatIsNotConfiguredIsNamed() {
        assertThatThrownBy(() -> keys.withId("lost"))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContainingAll("lost", "old", "new", "next");
    }

    @Test
    void theOneThatFitsIsFoundByTrying() {
        assertThat(keys.unwrapUnnamed(Bytes.utf8("old").toArray(), NOTHING))
                .isEqualTo(new KeyEncryptionKeys.Unwrapped("old", Bytes.utf8("content")));
        assertThatThrownBy(() -> keys.unwrapUnnamed(Bytes.utf8("lost").toArray(), NOTHING))
                .isInstanceOf(KeyUnreadableException.class);
    }

    /** Unwraps what is its own name. */
    private record Named(String id) implements KeyEncryptionKey {
        @Override
        public byte[] wrap(byte[] dataKey, byte[] associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            if (Bytes.copyOf(wrapped).equals(Bytes.utf8(id))) {
                return Bytes.utf8("content").toArray();
            }
            throw new KeyUnreadableException("not by " + id);
        }
    }
}
