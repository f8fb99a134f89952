package io.otalite.system.judge.ats;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON value of which nothing has been interpreted yet. */
public sealed interface Json {

    /** An object, its members sorted by name. */
    record Members(SortedMap<String, Json> all) implements Json {
        public Members {
            all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
        }

        public Optional<Json> find(String name) {
            return Optional.ofNullable(all.get(name));
        }

        /** The member, if it is there and of this type. */
        public <T extends Json> Optional<T> find(String name, Class<T> type) {
            return find(name).filter(type::isInstance).map(type::cast);
        }

        public Optional<String> text(String name) {
            return find(name, Text.class).map(Text::value);
        }

        public Optional<Long> integer(String name) {
            return find(name, Whole.class).map(Whole::value);
        }
    }

    record Elements(List<Json> all) implements Json {
        public Elements {
            all = List.copyOf(all);
        }

        /** The elements as texts; empty unless every one is a text. */
        public Optional<List<String>> texts() {
            return all.stream().allMatch(Text.class::isInstance)
                    ? Optional.of(all.stream().map(one -> ((Text) one).value()).toList())
                    : Optional.empty();
        }
    }

    record Text(String value) implements Json {}

    record Whole(long value) implements Json {}

    record Truth(boolean value) implements Json {}

    record Nothing() implements Json {}
}
