package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/**
 * The documents of a YAML text as JSON values. It is stricter than YAML, since what two readers understand in two ways must
 * not reach a cluster: aliases, duplicate keys, foreign tags and values whose type depends on the YAML version are
 * refused, each with its line. Every JSON text is read too.
 *
 * <p>The values are built from the parser's events: there is nothing between the text and the result that a small text
 * could blow up.
 */
final class YamlReader {
    private static final int DEEPEST = 100;
    private static final int LONGEST_KEY = 1024;
    /** What a text of the greatest size could hold, were it written by people; a text of brackets alone holds more. */
    private static final int MOST_VALUES = 2_000_000;

    private final String name;
    private final Iterator<Event> events;
    private int depth;
    private int values;

    private YamlReader(String name, String text) {
        this.name = name;
        var options = new LoaderOptions();
        // Bounded by the budget of the reading; our own depth is met first.
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(DEEPEST + 1);
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    }

    /**
     * Every document, a missing value where one is empty: so the position in the list tells which document it was.
     *
     * @param name of the text, for messages
     */
    static List<JsonNode> documents(String name, String text) {
        try {
            return new YamlReader(name, text).documents();
        } catch (MarkedYAMLException e) {
            throw new ManifestException(name + position(e.getProblemMark()), "is not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ManifestException(name, "is not YAML: " + e.getMessage(), e);
        }
    }

    private List<JsonNode> documents() {
        var documents = new ArrayList<JsonNode>();
        for (var event = events.next(); !(event instanceof StreamEndEvent); event = events.next()) {
            if (event instanceof DocumentStartEvent) {
                documents.add(value(events.next()));
            } else if (event instanceof DocumentEndEvent) {
                depth = 0;
            }
        }
        return documents;
    }

    private JsonNode value(Event event) {
        if (++values > MOST_VALUES) {
            throw refused(event, "there are more than %d values in one text; split it up".formatted(MOST_VALUES));
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent mapping -> mapping(mapping);
            case SequenceStartEvent sequence -> sequence(sequence);
            case AliasEvent alias ->
                throw refused(
                        alias, "the alias *%s is not supported: write the value out".formatted(alias.getAnchor()));
            default -> throw refused(event, "expected a value");
        };
    }

    private ObjectNode mapping(MappingStartEvent start) {
        requireNoTag(start, start.getTag());
        deeper(start);
        var node = JsonNodeFactory.instance.objectNode();
        for (var event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            var key = key(event);
            if (node.has(key)) {
                throw refused(event, "the key \"%s\" is there twice; keep one of them".formatted(key));
            }
            node.set(key, value(events.next()));
        }
        depth--;
        return node;
    }

    private ArrayNode sequence(SequenceStartEvent start) {
        requireNoTag(start, start.getTag());
        deeper(start);
        var node = JsonNodeFactory.instance.arrayNode();
        for (var event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            node.add(value(event));
        }
        depth--;
        return node;
    }

    private String key(Event event) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw refused(event, "a key must be a text");
        }
        var key = scalar.getValue();
        if (key.length() > LONGEST_KEY) {
            throw refused(event, "a key is longer than %d characters".formatted(LONGEST_KEY));
        }
        if (scalar.isPlain() && key.equals("<<")) {
            throw refused(event, "the merge key << is not supported: write the values out");
        }
        return key;
    }

    private JsonNode scalar(ScalarEvent scalar) {
        var tag = scalar.getTag();
        if (tag != null && !tag.equals("!") && !tag.equals("tag:yaml.org,2002:str")) {
            throw refused(scalar, "the tag %s is not supported: leave it out".formatted(tag));
        }
        if (tag != null || !scalar.isPlain()) {
            return JsonNodeFactory.instance.textNode(scalar.getValue());
        }
        return PlainScalar.read(scalar.getValue())
                .orElseThrow(() -> refused(scalar, PlainScalar.ambiguous(scalar.getValue())));
    }

    private void requireNoTag(Event event, @Nullable String tag) {
        if (tag != null && !tag.equals("!")) {
            throw refused(event, "the tag %s is not supported: leave it out".formatted(tag));
        }
    }

    private void deeper(Event event) {
        if (++depth > DEEPEST) {
            throw refused(event, "is nested deeper than %d levels".formatted(DEEPEST));
        }
    }

    private ManifestException refused(Event event, String what) {
        return new ManifestException(name + position(event.getStartMark()), what);
    }

    private static String position(@Nullable Mark mark) {
        return mark == null ? "" : ", line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
