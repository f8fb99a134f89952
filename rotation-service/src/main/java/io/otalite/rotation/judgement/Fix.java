package io.otalite.rotation.judgement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What would mend it: something that can be done as it stands, and the command that does it. */
public sealed interface Fix {

    /** A line for a shell, with placeholders in capitals where only a person knows what to fill in. */
    String command();

    /** Refer to an object of another name. */
    record UseName(ObjectRef object, String path, String nameField, String name) implements Fix {
        /** A JSON patch (RFC 6902). */
        public ArrayNode patch() {
            return replace(path + '/' + nameField, name);
        }

        @Override
        public String command() {
            return patchCommand(object, patch());
        }
    }

    /** Refer to another entry of the object. */
    record UseKey(ObjectRef object, String path, String key) implements Fix {
        /** A JSON patch (RFC 6902). */
        public ArrayNode patch() {
            return replace(path + "/key", key);
        }

        @Override
        public String command() {
            return patchCommand(object, patch());
        }
    }

    /** Let the workload start without it. */
    record MakeOptional(ObjectRef object, String path) implements Fix {
        /** A JSON patch (RFC 6902). */
        public ArrayNode patch() {
            var patch = JsonNodeFactory.instance.arrayNode();
            patch.addObject().put("op", "add").put("path", path + "/optional").put("value", true);
            return patch;
        }

        @Override
        public String command() {
            return patchCommand(object, patch());
        }
    }

    /** Make the missing object from another one that has its content. */
    record CopyObject(ObjectRef from, ObjectRef to) implements Fix {
        @Override
        public String command() {
            var kind = Kinds.onCommandLine(from.kind());
            return "kubectl -n %s get %s %s -o json | jq '{apiVersion, kind, type, data, metadata: {name: \"%s\"}}' | kubectl -n %s create -f -"
                    .formatted(from.namespace(), kind, from.name(), to.name(), to.namespace());
        }
    }

    /** Make the missing object. @param keys the entries that are needed */
    record CreateObject(ObjectRef object, List<String> keys) implements Fix {
        public CreateObject {
            keys = List.copyOf(keys);
        }

        @Override
        public String command() {
            var where = object.namespace().isEmpty() ? "" : " -n " + object.namespace();
            var entries = keys.stream()
                    .map(key -> " --from-file=%s=FILE".formatted(key))
                    .collect(Collectors.joining());
            return switch (object.kind()) {
                case Kinds.SECRET -> "kubectl%s create secret generic %s%s".formatted(where, object.name(), entries);
                case Kinds.CONFIG_MAP -> "kubectl%s create configmap %s%s".formatted(where, object.name(), entries);
                case Kinds.SERVICE_ACCOUNT -> "kubectl%s create serviceaccount %s".formatted(where, object.name());
                case Kinds.PRIORITY_CLASS -> "kubectl create priorityclass %s --value=NUMBER".formatted(object.name());
                default -> "kubectl%s create -f FILE   # a %s named %s".formatted(where, object.kind(), object.name());
            };
        }
    }

    /** Add the missing entry. @param copyOf the entry that has the content, where one is known */
    record AddKey(ObjectRef object, String key, Optional<String> copyOf) implements Fix {
        @Override
        public String command() {
            var what = Kinds.onCommandLine(object.kind()) + ' ' + object.name();
            var member = object.kind().equals(Kinds.SECRET) ? "stringData" : "data";
            return copyOf.map(from ->
                            "kubectl -n %s get %s -o json | jq '.data[\"%s\"] = .data[\"%s\"]' | kubectl replace -f -"
                                    .formatted(object.namespace(), what, key, from))
                    .orElseGet(() -> "kubectl -n %s patch %s --type merge -p '{\"%s\": {\"%s\": \"VALUE\"}}'"
                            .formatted(object.namespace(), what, member, key));
        }
    }

    /** Something outside the cluster, or that only a person can decide. */
    record Advice(String command) implements Fix {}

    private static ArrayNode replace(String path, String value) {
        var patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "replace").put("path", path).put("value", value);
        return patch;
    }

    private static String patchCommand(ObjectRef object, ArrayNode patch) {
        return "kubectl -n %s patch %s %s --type json -p '%s'"
                .formatted(object.namespace(), Kinds.onCommandLine(object.kind()), object.name(), patch);
    }
}
