package io.otalite.local.images.jib;

import com.google.cloud.tools.jib.api.DockerDaemonImage;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import io.otalite.local.images.BaseImage;
import io.otalite.local.images.ImageLayer;
import io.otalite.local.images.ImageRecipe;
import io.otalite.local.images.ImageSettings;
import io.otalite.local.images.PlacedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A recipe in the words of Jib. */
final class JibRecipe {
    /** Of every file: its real time would make a new layer of an old content. */
    private static final Instant ALWAYS_THE_SAME = Instant.EPOCH.plusSeconds(1);

    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
    private static final FilePermissions WRITABLE = FilePermissions.fromOctalString("666");

    private static final FilePermissions OWN = FilePermissions.fromOctalString("700");
    /** Of a folder only the name is taken. */
    private static final Path EMPTY = Path.of("/");

    private JibRecipe() {}

    /** No base at all. */
    static JibContainerBuilder nothing() {
        return Jib.fromScratch();
    }

    static JibContainerBuilder base(BaseImage base, Consumer<LogEvent> log) throws InvalidImageReferenceException {
        return switch (base) {
            case BaseImage.Registry(var reference) -> {
                var name = ImageReference.parse(reference);
                var credentials = CredentialRetrieverFactory.forImage(name, log);
                yield Jib.from(RegistryImage.named(name)
                        .addCredentialRetriever(credentials.dockerConfig())
                        .addCredentialRetriever(credentials.wellKnownCredentialHelpers()));
            }
            case BaseImage.Tar(var file) -> Jib.from(TarImage.at(file));
            case BaseImage.Engine(var reference) -> Jib.from(DockerDaemonImage.named(reference));
        };
    }

    static JibContainerBuilder on(JibContainerBuilder base, ImageRecipe recipe, ImageSettings settings) {
        return base.setFileEntriesLayers(recipe.layers().stream()
                        .map(layer ->
                                layer(layer, layer.equals(recipe.layers().getFirst()) ? recipe.folders() : List.of()))
                        .toList())
                .setEntrypoint(recipe.entrypoint())
                .setEnvironment(recipe.environment())
                .setExposedPorts(recipe.image().ports().stream().map(Port::tcp).collect(Collectors.toSet()))
                .setLabels(settings.labels(recipe.image()))
                .setUser(ImageRecipe.USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(recipe.workingDirectory()))
                .setPlatforms(Set.of(platform()));
    }

    /** The empty folders go with the layer that changes rarely. */
    private static FileEntriesLayer layer(ImageLayer layer, List<String> folders) {
        var entries = FileEntriesLayer.builder().setName(layer.name());
        folders.forEach(folder -> entries.addEntry(
                new FileEntry(EMPTY, AbsoluteUnixPath.get(folder), OWN, ALWAYS_THE_SAME, ImageRecipe.USER)));
        for (PlacedFile file : layer.files()) {
            entries.addEntry(
                    file.source(),
                    AbsoluteUnixPath.get(file.target()),
                    file.writable() ? WRITABLE : READABLE,
                    ALWAYS_THE_SAME);
        }
        return entries.build();
    }

    /** That of this machine, for which the build has chosen the native libraries. */
    private static Platform platform() {
        var machine = System.getProperty("os.arch");
        return new Platform(machine.equals("aarch64") ? "arm64" : machine, "linux");
    }
}
