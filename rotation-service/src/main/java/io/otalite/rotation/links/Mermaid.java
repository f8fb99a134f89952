package io.otalite.rotation.links;

import io.otalite.rotation.observation.ObjectRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Links as a flowchart of Mermaid, to be pasted where Markdown is rendered. */
public final class Mermaid {
    private Mermaid() {}

    public static String flowchart(List<Edge> edges) {
        var ids = new LinkedHashMap<ObjectRef, String>();
        var arrows = new StringBuilder();
        for (var edge : edges) {
            var key = edge.key();
            var label = edge.relation() + (key == null ? "" : " " + key) + (edge.optional() ? " (optional)" : "");
            arrows.append("  %s -->|\"%s\"| %s%n".formatted(id(ids, edge.from()), text(label), id(ids, edge.to())));
        }
        var nodes = new StringBuilder("flowchart LR%n".formatted());
        for (Map.Entry<ObjectRef, String> node : ids.entrySet()) {
            nodes.append("  %s[\"%s\"]%n"
                    .formatted(node.getValue(), text(node.getKey().toString())));
        }
        return nodes.append(arrows).toString();
    }

    private static String id(Map<ObjectRef, String> ids, ObjectRef ref) {
        return ids.computeIfAbsent(ref, _ -> "n" + ids.size());
    }

    /** Names may hold anything; a quote or a bracket must not end the text. */
    private static String text(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character) || "-_./:@ ()=,".indexOf(character) >= 0) {
                escaped.appendCodePoint(character);
            } else {
                escaped.append("#").append(character).append(';');
            }
        });
        return escaped.toString();
    }
}
