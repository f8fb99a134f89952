package io.otalite.rotation.audit.cli;

import io.otalite.rotation.audit.Inventory;
import io.otalite.rotation.observation.Scope;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An inventory as it is read again: YAML, one line for an object, so that a review sees what came and went. */
final class InventoryYaml {
    private InventoryYaml() {}

    static void print(Inventory inventory, PrintWriter out) {
        out.println(
                "# What exists: names, no contents. Written by \"ota audit --inventory\", read by \"ota audit --assume\".");
        out.println("apiVersion: " + Inventory.API_VERSION);
        out.println("kind: " + Inventory.KIND);
        out.println("metadata: {name: inventory}");
        out.println("# Listed completely: what is not listed below does not exist there.");
        out.println("complete:");
        byNamespace(inventory.complete())
                .forEach((namespace, kinds) -> out.println("  - {kinds: %s%s}"
                        .formatted(
                                list(kinds), namespace.isEmpty() ? "" : ", namespaces: " + list(List.of(namespace)))));
        out.println("objects:");
        for (var item : inventory.objects()) {
            var ref = item.ref();
            out.println("  - {kind: %s%s, name: %s%s}"
                    .formatted(
                            quoted(ref.kind()),
                            ref.namespace().isEmpty() ? "" : ", namespace: " + quoted(ref.namespace()),
                            quoted(ref.name()),
                            item.keys().isEmpty() ? "" : ", keys: " + list(item.keys())));
        }
        out.flush();
    }

    private static Map<String, List<String>> byNamespace(List<Scope> scopes) {
        return scopes.stream()
                .collect(Collectors.groupingBy(
                        Scope::namespace, TreeMap::new, Collectors.mapping(Scope::kind, Collectors.toList())));
    }

    private static String list(List<String> words) {
        return words.stream().sorted().map(InventoryYaml::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Names and keys are made of letters, digits, dots, dashes and underscores; quotes keep 1.10 and "on" texts. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z][A-Za-z-]{4,}") ? word : '"' + word.replace("\"", "") + '"';
    }
}
