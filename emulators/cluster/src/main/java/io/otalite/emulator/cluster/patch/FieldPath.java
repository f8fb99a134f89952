package io.otalite.emulator.cluster.patch;

import io.otalite.emulator.cluster.patch.PathElement.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The way from an object to one of its parts; the root is empty. Shown as {@code .spec.containers[name="main"].image}. */
record FieldPath(List<PathElement> elements) {
    static final FieldPath ROOT = new FieldPath(List.of());

    FieldPath {
        elements = List.copyOf(elements);
    }

    FieldPath then(PathElement element) {
        var longer = new ArrayList<>(elements);
        longer.add(element);
        return new FieldPath(longer);
    }

    /** Whether the first step is the field of that name. */
    boolean isUnder(String field) {
        return !elements.isEmpty() && elements.getFirst().equals(new Named(field));
    }

    @Override
    public String toString() {
        return elements.stream().map(PathElement::toString).collect(Collectors.joining());
    }
}
