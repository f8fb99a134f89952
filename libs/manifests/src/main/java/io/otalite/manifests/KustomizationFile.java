package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kustomization of a folder: where it is, and which files it may reach. */
final class KustomizationFile {
    private static final List<String> NAMES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final Set<String> KINDS = Set.of("Kustomization", "Component");

    private final Path path;
    private final Path folder;
    private final ReadBudget budget;

    KustomizationFile(Path folder, ReadBudget budget) {
        this.path = in(folder)
                .orElseThrow(() -> new ManifestException(folder.toString(), "there is no kustomization.yaml in it"));
        this.folder = folder;
        this.budget = budget;
    }

    static boolean isNamedSo(Path file) {
        return NAMES.contains(String.valueOf(file.getFileName()));
    }

    /** @throws ManifestException when there are several: kustomize would not choose either */
    static Optional<Path> in(Path folder) {
        var found =
                NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
        if (found.size() > 1) {
            throw new ManifestException(folder.toString(), "there are several kustomizations: " + found);
        }
        return found.stream().findFirst();
    }

    Kustomization read() {
        var documents = YamlReader.documents(name(), budget.text(path));
        if (documents.size() != 1 || !documents.getFirst().isObject()) {
            throw new ManifestException(name(), "expected one document with a map");
        }
        return Kustomization.of(documents.getFirst(), name());
    }

    /** Whether the kind is {@code Component}; a kustomization that names no kind is a {@code Kustomization}. */
    static boolean isComponent(JsonNode document, String name) {
        var kind = document.path("kind").asText("Kustomization");
        if (!KINDS.contains(kind)) {
            throw new ManifestException(name, "the kind must be Kustomization or Component, not " + kind);
        }
        return kind.equals("Component");
    }

    String name() {
        return path.toString();
    }

    /** What a path in the kustomization leads to: a folder anywhere, or a file in or below the own folder, as in kustomize. */
    Path resolve(String reference) {
        requireLocal(reference);
        var target = folder.resolve(reference).normalize();
        if (!Files.exists(target)) {
            throw new ManifestException(name(), "there is no %s (%s)".formatted(reference, target));
        }
        if (!Files.isDirectory(target) && !real(target).startsWith(real(folder))) {
            throw new ManifestException(name(), "the file %s is not in or below the folder".formatted(reference));
        }
        return target;
    }

    String text(String reference) {
        return budget.text(resolve(reference));
    }

    byte[] bytes(String reference) {
        return budget.bytes(resolve(reference));
    }

    private void requireLocal(String reference) {
        if (reference.contains("://") || reference.startsWith("git@") || reference.contains("?ref=")) {
            throw new ManifestException(name(), "%s is not a local path; fetch it first".formatted(reference));
        }
        if (Path.of(reference).isAbsolute()) {
            throw new ManifestException(name(), "%s is absolute; write it relative to the folder".formatted(reference));
        }
    }

    /** @param bytes what is added to each of the objects */
    void takeFor(List<Resource> objects, long bytes) {
        budget.take(objects.size() * bytes, name());
    }

    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new ManifestException(path.toString(), "cannot be found: " + e.getMessage(), e);
        }
    }
}
