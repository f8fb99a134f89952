package io.otalite.manifests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds a folder with a kustomization as {@code kubectl kustomize} (5.7) does, as far as {@link Kustomization} goes: first
 * the resources, then what is generated, then the components, and the own patches and changes at last.
 */
final class Kustomize {
    private final ReadBudget budget;
    /** The folders that are being built, outermost first. */
    private final Set<Path> open = new LinkedHashSet<>();

    private Kustomize(ReadBudget budget) {
        this.budget = budget;
    }

    static List<Manifest> build(Path folder, ReadBudget budget) {
        var resources = new Kustomize(budget).accumulate(folder, List.of(), false);
        new References(resources).follow();
        return ApplyOrder.sorted(resources).stream().map(Resource::manifest).toList();
    }

    /**
     * @param given the objects so far; a component works on those of the kustomization that names it
     * @return the given objects and those of the folder, changed
     */
    private List<Resource> accumulate(Path folder, List<Resource> given, boolean component) {
        var file = new KustomizationFile(folder, budget);
        var real = KustomizationFile.real(folder);
        if (!open.add(real)) {
            throw new ManifestException(file.name(), "is a resource of itself, by way of other folders");
        }
        var kustomization = file.read();
        if (kustomization.component() != component) {
            throw new ManifestException(
                    file.name(), component ? "is no Component" : "is a Component: name it under components");
        }
        var resources = gathered(kustomization, file, given);
        for (var patch : kustomization.patches()) {
            resources = patch.applyTo(resources, file);
        }
        for (var change : kustomization.changes()) {
            file.takeFor(resources, change.bytesPerObject());
            resources = change.applyTo(resources);
        }
        open.remove(real);
        return resources;
    }

    private List<Resource> gathered(Kustomization kustomization, KustomizationFile file, List<Resource> given) {
        var resources = new ArrayList<>(given);
        for (var resource : kustomization.resources()) {
            resources.addAll(resource(file.resolve(resource)));
        }
        for (var generator : kustomization.generators()) {
            resources.add(generator.generate(file));
        }
        List<Resource> result = resources;
        for (var component : kustomization.components()) {
            requireUnique(result, file);
            result = accumulate(file.resolve(component), result, true);
        }
        requireUnique(result, file);
        return result;
    }

    private List<Resource> resource(Path path) {
        return Files.isDirectory(path)
                ? accumulate(path, List.of(), false)
                : Resource.of(Documents.read(path.toString(), budget.text(path)));
    }

    private static void requireUnique(List<Resource> resources, KustomizationFile file) {
        var ids = new HashSet<ObjectId>();
        for (var resource : resources) {
            if (!ids.add(resource.id())) {
                throw new ManifestException(
                        file.name(),
                        "%s (%s) is there already; keep one of them".formatted(resource.id(), resource.origin()));
            }
        }
    }
}
