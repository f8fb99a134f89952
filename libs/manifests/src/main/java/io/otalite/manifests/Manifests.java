package io.otalite.manifests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Kubernetes manifests, as {@code kubectl apply} would be given them.
 *
 * <p>Together the files of one reading may have 50 MB. Whatever is wrong ends in a {@link ManifestException} that says where;
 * there is no partial result.
 */
public final class Manifests {
    private Manifests() {}

    /**
     * What a path stands for:
     *
     * <ul>
     *   <li>a folder with a kustomization: what {@code kubectl kustomize} makes of it, in an order fit to be applied;
     *   <li>another folder: its {@code .yaml}, {@code .yml} and {@code .json} files by name, without folders below, as
     *       {@code kubectl apply -f} takes them;
     *   <li>a file: its documents; a kustomization file counts as its folder.
     * </ul>
     */
    public static List<Manifest> read(Path path) {
        return read(path, new ReadBudget(ReadBudget.TOTAL));
    }

    static List<Manifest> read(Path path, ReadBudget budget) {
        if (Files.isDirectory(path)) {
            return KustomizationFile.in(path).isPresent() ? Kustomize.build(path, budget) : folder(path, budget);
        }
        var parent = path.toAbsolutePath().getParent();
        if (KustomizationFile.isNamedSo(path) && parent != null) {
            return Kustomize.build(path.getParent() == null ? Path.of("") : path.getParent(), budget);
        }
        return Documents.read(path.toString(), budget.text(path));
    }

    /**
     * The documents of a stream, which is read to its end and not closed.
     *
     * @param name of the stream, for messages and origins, such as {@code stdin}
     * @throws java.io.UncheckedIOException when the stream breaks
     */
    public static List<Manifest> read(InputStream in, String name) {
        return read(in, name, new ReadBudget(ReadBudget.TOTAL));
    }

    static List<Manifest> read(InputStream in, String name, ReadBudget budget) {
        return Documents.read(name, budget.text(in, name));
    }

    private static List<Manifest> folder(Path folder, ReadBudget budget) {
        var manifests = new ArrayList<Manifest>();
        for (var file : filesIn(folder)) {
            manifests.addAll(Documents.read(file.toString(), budget.text(file)));
        }
        return manifests;
    }

    private static List<Path> filesIn(Path folder) {
        try (var entries = Files.list(folder)) {
            var files = entries.filter(Manifests::isManifestFile).sorted().toList();
            if (files.isEmpty()) {
                throw new ManifestException(
                        folder.toString(), "there is no kustomization and no .yaml, .yml or .json file");
            }
            return files;
        } catch (IOException e) {
            throw new ManifestException(folder.toString(), "cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isManifestFile(Path path) {
        var name = String.valueOf(path.getFileName());
        return Files.isRegularFile(path) && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }
}
