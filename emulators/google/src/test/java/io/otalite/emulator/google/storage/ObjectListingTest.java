package io.otalite.emulator.google.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectListingTest {
    @Test
    void givenFiftyThousandObjects_whenOnePageIsListed_thenOnlyThatPageIsTouched() {
        // Given
        var objects = objects(50_000);

        // When
        var page = new ObjectListing("", "", "", "", 1000).page(objects);

        // Then
        assertThat(page.items()).hasSize(1000);
        assertThat(page.nextPageToken()).isPresent();
        assertThat(objects.lookups).isLessThanOrEqualTo(1001);
    }

    @Test
    void givenFiftyThousandObjects_whenGroupsAreListed_thenTheyAreSteppedOver() {
        // Given
        var objects = objects(50_000);

        // When
        var page = new ObjectListing("", "/", "", "", 1000).page(objects);

        // Then
        assertThat(page.prefixes()).hasSize(5).startsWith("0/");
        assertThat(objects.lookups).isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"a,b", "a/,a0", "ab,ac", "\uD7FF,\uE000", "\uDBFF\uDFFF,''", "a\uDBFF\uDFFF,b"})
    void theEndOfAPrefixIsItsSuccessor(String prefix, String after) {
        assertThat(ObjectNames.afterAllWith(prefix))
                .isEqualTo(Optional.of(after).filter(text -> !text.isEmpty()));
    }

    private static CountingMap objects(int count) {
        var objects = new CountingMap();
        var at = Instant.EPOCH;
        for (var i = 0; i < count; i++) {
            var name = "%d/%05d".formatted(i % 5, i);
            objects.put(
                    name,
                    new StoredObject(
                            name,
                            new StoredObject.Revision(i + 1, 1, at, at),
                            new Checksums(0, "", ""),
                            new ObjectAttributes(new TreeMap<>(), new TreeMap<>())));
        }
        return objects;
    }

    private static final class CountingMap extends TreeMap<String, StoredObject> {
        private static final long serialVersionUID = 1L;
        private int lookups;

        private CountingMap() {
            super(ObjectNames.ORDER);
        }

        @Override
        public Map.Entry<String, StoredObject> ceilingEntry(String key) {
            lookups++;
            return super.ceilingEntry(key);
        }
    }
}
