package io.otalite.api.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedDataKeysTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final FactoryName OTHER = new FactoryName("other");

    private final Counting origin = new Counting();
    private final CachedDataKeys keys = new CachedDataKeys(origin, 2);

    @Test
    void aDataKeyIsUnwrappedOnce() {
        // Given
        var first = keys.unwrap(ACME, wrapped("a"));
        origin.away = true;

        // When
        var second = keys.unwrap(ACME, wrapped("a"));

        // Then
        assertThat(second).isSameAs(first);
        assertThat(origin.unwrapped).containsExactly("acme a");
    }

    @Test
    void aRowOfAnotherFactoryOrWithOtherBytesIsNotTakenFromMemory() {
        // Given
        keys.unwrap(ACME, wrapped("a"));

        // When
        keys.unwrap(OTHER, wrapped("a"));
        keys.unwrap(ACME, wrapped("b"));

        // Then
        assertThat(origin.unwrapped).containsExactly("acme a", "other a", "acme b");
    }

    @Test
    void theOneUnusedForLongestGoesFirst() {
        // Given
        keys.unwrap(ACME, wrapped("a"));
        keys.unwrap(ACME, wrapped("b"));
        keys.unwrap(ACME, wrapped("a"));

        // When
        keys.unwrap(ACME, wrapped("c"));

        // Then
        keys.unwrap(ACME, wrapped("a"));
        keys.unwrap(ACME, wrapped("b"));
        assertThat(origin.unwrapped).containsExactly("acme a", "acme b", "acme c", "acme b");
    }

    @Test
    void aFailureIsNotKept() {
        // Given
        origin.away = true;
        assertThatThrownBy(() -> keys.unwrap(ACME, wrapped("a"))).isInstanceOf(KeysUnavailableException.class);
        origin.away = false;

        // When
        var key = keys.unwrap(ACME, wrapped("a"));

        // Then
        assertThat(key).isNotNull();
    }

    private static WrappedDataKey wrapped(String content) {
        return new WrappedDataKey("kek", Bytes.utf8(content));
    }

    private static final class Counting implements DataKeys {
        private final List<String> unwrapped = new ArrayList<>();
        private boolean away;

        @Override
        public WrappedDataKey generate(FactoryName factory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DataKey unwrap(FactoryName factory, WrappedDataKey wrapped) {
            if (away) {
                throw new KeysUnavailableException("away");
            }
            unwrapped.add(factory.value() + " " + new String(wrapped.wrapped().toArray(), UTF_8));
            return new NoKey();
        }

        @Override
        public WrappedDataKey rewrap(FactoryName factory, WrappedDataKey wrapped) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoKey implements DataKey {
        @Override
        public Bytes encrypt(Bytes plaintext, String associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Bytes decrypt(Bytes ciphertext, String associatedData) {
            throw new UnsupportedOperationException();
        }
    }
}
