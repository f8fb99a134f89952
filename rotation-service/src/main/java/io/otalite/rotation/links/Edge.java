package io.otalite.rotation.links;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing depends on another.
 *
 * @param relation how, such as {@code env_value} or {@code retained_by}
 * @param path where it is written in {@code from}: a JSON pointer (RFC 6901); empty for what is written nowhere
 * @param key the entry of {@code to}
 * @param evidence what it was read from
 * @param resourceVersion of {@code from}, when it was read
 * @param asOf the last moment at which it was known to be so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Edge(
        ObjectRef from,
        ObjectRef to,
        String relation,
        String path,
        @Nullable String key,
        boolean optional,
        Evidence evidence,
        @JsonProperty("resource_version") String resourceVersion,
        @JsonProperty("as_of") Instant asOf)
        implements Comparable<Edge> {

    /** What a link was read from. */
    public enum Evidence {
        /** A field of the object whose meaning is known. */
        FIELD,
        /** A field of a kind that is not known, understood by its name; or a text. */
        INFERRED,
        /** What stands in a Secret says whose it is. */
        CONTENT,
        /** An owner reference. */
        OWNER,
        /** Google IAM. */
        IAM
    }

    private static final Comparator<Edge> ORDER = Comparator.comparing(Edge::id);

    /** Tells it from all others, and sorts as {@link #compareTo} does. */
    public String id() {
        return String.join("|", from.id(), to.id(), relation, path, key == null ? "" : key);
    }

    @Override
    public int compareTo(Edge other) {
        return ORDER.compare(this, other);
    }
}
