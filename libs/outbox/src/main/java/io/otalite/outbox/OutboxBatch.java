package io.otalite.outbox;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import io.otalite.outbox.OutboxRow.Sendable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Rows that are sent in one transaction, by id.
 *
 * <p>Of each key only rows of one topic. A transaction becomes visible in its topics at slightly different moments; if a
 * key's rows change the topic, those of the first topic have to be visible before those of the second are sent, for
 * instance a root before the documents it verifies.
 */
record OutboxBatch(List<Sendable> rows) {

    OutboxBatch {
        rows = List.copyOf(rows);
    }

    /** The rows of {@code pending} that can be sent at once: of each key those before its first change of topic. */
    static OutboxBatch from(List<Sendable> pending) {
        var topics = new HashMap<String, String>();
        var full = new HashSet<String>();
        var rows = new ArrayList<Sendable>();
        for (var row : pending) {
            var topic = row.message().topic();
            if (!topics.computeIfAbsent(row.key(), _ -> topic).equals(topic)) {
                full.add(row.key());
            }
            if (!full.contains(row.key())) {
                rows.add(row);
            }
        }
        return new OutboxBatch(rows);
    }

    /** The same rows, as one batch for each key. */
    List<OutboxBatch> perKey() {
        var byKey = rows.stream().collect(groupingBy(Sendable::key, LinkedHashMap::new, toList()));
        return byKey.values().stream().map(OutboxBatch::new).toList();
    }

    /** The rows of other keys. */
    OutboxBatch without(Set<String> keys) {
        return new OutboxBatch(
                rows.stream().filter(row -> !keys.contains(row.key())).toList());
    }

    /** The rows with one of these ids. */
    OutboxBatch only(Collection<Long> ids) {
        return new OutboxBatch(
                rows.stream().filter(row -> ids.contains(row.id())).toList());
    }

    SequencedSet<String> keys() {
        return rows.stream().map(Sendable::key).collect(toCollection(LinkedHashSet::new));
    }

    /** How many rows go to each topic. */
    Map<String, Long> rowsByTopic() {
        return rows.stream().collect(groupingBy(row -> row.message().topic(), counting()));
    }

    List<Long> ids() {
        return rows.stream().map(Sendable::id).toList();
    }
}
