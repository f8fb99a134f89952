package io.otalite.local.command;

import io.otalite.local.images.BaseImage;
import io.otalite.local.images.BuiltImage;
import io.otalite.local.images.BuiltImage.BuiltLayer;
import io.otalite.local.images.Destination;
import io.otalite.local.images.ImageRecipe;
import io.otalite.local.images.ImageSettings;
import io.otalite.local.images.ImageSettings.Caches;
import io.otalite.local.images.ImageTree;
import io.otalite.local.images.ImagesException;
import io.otalite.local.images.ProductImage;
import io.otalite.local.images.Recipes;
import io.otalite.local.images.Revision;
import io.otalite.local.images.cyclonedx.CycloneDxSbom;
import io.otalite.local.images.jib.JibImages;
import io.otalite.local.system.ProjectLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the container images of the product from what the build has left. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = {
            "Makes container images.",
            "",
            "Each is written to target/images/NAME.tar, for docker load, with the list of what is in it (CycloneDX)"
                    + " beside it. Neither an engine nor a registry is needed but for the base, which is fetched once.",
            "",
            "Libraries, modules and application are layers of their own, and the same files are the same bytes: after a"
                    + " change of one class, only the application layer is another one."
        },
        footer = {
            "",
            "Examples:",
            "  ./ota images",
            "  ./ota images api-service --load --base docker:eclipse-temurin:25-jre",
            "  ./ota images --push europe-docker.pkg.dev/project/ota-lite --tag 1.0.1"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "2:The command line is wrong.",
            "3:There is no such image, or the base, the engine or the registry cannot be reached, or the build is"
                    + " missing."
        })
public final class ImagesCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1_000_000;
    private static final int SHORT_DIGEST = 12;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description =
                    "api-service, backup-service, rotation-service or local, which is all of them and a broker for a"
                            + " machine of a developer. All, if none is named.")
    private List<String> names = List.of();

    @ArgGroup
    private Where where = new Where();

    @Option(
            names = "--base",
            paramLabel = "REFERENCE|tar:FILE|docker:NAME",
            description =
                    "The image to stand on: in a registry, in a file of docker save, or in the engine of this machine."
                            + " Default: a Java 25 of Eclipse Temurin, by its digest.")
    private @Nullable String base;

    @Option(names = "--tag", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "local")
    private String tag = "";

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where layers are kept from one run to the next, those of the base, too. Default:"
                    + " target/image-cache.")
    private @Nullable Path cache;

    @Option(
            names = "--revision",
            paramLabel = "COMMIT",
            description =
                    "The state of the sources, for a label of the images. Default: the commit that the working copy"
                            + " is at; needed where there is no git.")
    private @Nullable String revision;

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** At most one of them. */
    private static final class Where {
        @Option(names = "--load", description = "Into the container engine of this machine, instead of files.")
        private boolean load;

        @Option(
                names = "--push",
                paramLabel = "REPOSITORY",
                description =
                        "To REPOSITORY/NAME:TAG in a registry, instead of files. Credentials are those of docker and of"
                                + " Google's Application Default Credentials.")
        private @Nullable String repository;

        @Option(
                names = "--directory",
                paramLabel = "DIR",
                description = "The files of one image to their places below an empty folder, and no image.")
        private @Nullable Path directory;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var images = names.isEmpty()
                ? Arrays.asList(ProductImage.values())
                : names.stream().map(ProductImage::called).toList();
        var layout = ProjectLayout.find();
        var version = new VersionProvider().number();
        var target = layout.root().resolve("target");
        var recipes = new Recipes(layout.root(), target.resolve("images"), version, new CycloneDxSbom());
        try (var _ = BuildInUse.hold(layout)) {
            if (where.directory != null) {
                writeFiles(recipes, images, where.directory);
            } else {
                var settings = settings(layout, target, version);
                warnWithoutRevision(settings);
                make(recipes, images, target, settings);
            }
        }
        return ExitCode.DONE;
    }

    private ImageSettings settings(ProjectLayout layout, Path target, String version) throws InterruptedException {
        return new ImageSettings(
                base == null ? BaseImage.STANDARD : BaseImage.parse(base),
                tag,
                Caches.in(cache == null ? target.resolve("image-cache") : cache),
                version,
                revision == null ? Revision.of(layout.root()).orElse(null) : revision);
    }

    /** What is in a registry is found again by others, who have nothing else to tell what it was made from. */
    private void warnWithoutRevision(ImageSettings settings) {
        if (where.repository != null && settings.revision() == null) {
            command.commandLine()
                    .getErr()
                    .println("The images will not say what they were made from: there is no git here. --revision names"
                            + " it.");
        }
    }

    private void writeFiles(Recipes recipes, List<ProductImage> images, Path directory) {
        if (images.size() != 1) {
            throw new ImagesException("--directory takes the files of one image; name it");
        }
        var files = ImageTree.write(recipes.of(images.getFirst()), directory);
        out().printf("%d files of %s are in %s.%n", files, images.getFirst().word(), directory);
    }

    private void make(Recipes recipes, List<ProductImage> images, Path target, ImageSettings settings)
            throws InterruptedException {
        var builder = new JibImages(
                settings, warning -> command.commandLine().getErr().println(warning));
        for (var image : images) {
            var recipe = recipes.of(image);
            out().printf("Making %s ...%n", image.repository());
            out().flush();
            tell(recipe, builder.build(recipe, destination(image, target)));
        }
    }

    private Destination destination(ProductImage image, Path target) {
        if (where.load) {
            return new Destination.Engine();
        }
        return where.repository == null
                ? new Destination.Tar(target.resolve("images").resolve(image.word() + ".tar"))
                : new Destination.Registry(where.repository);
    }

    private void tell(ImageRecipe recipe, BuiltImage built) {
        out().printf(
                        Locale.ROOT,
                        "  %s  %.1f MB%s  %s%n",
                        built.reference(),
                        built.bytes() / MEGABYTE,
                        built.base().isEmpty() ? " and the base" : "",
                        built.digest());
        built.base().forEach(this::tell);
        built.layers().forEach(this::tell);
        out().printf("  what is in it: %s%n", recipe.sbom());
    }

    private void tell(BuiltLayer layer) {
        out().printf(
                        "    %-12s %,12d bytes  %s%n",
                        layer.name(), layer.bytes(), layer.digest().substring(0, SHORT_DIGEST));
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
