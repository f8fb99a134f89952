package io.otalite.local.images.jib;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.DockerDaemonImage;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import io.otalite.local.images.BaseImage;
import io.otalite.local.images.BuiltImage;
import io.otalite.local.images.BuiltImage.BuiltLayer;
import io.otalite.local.images.Destination;
import io.otalite.local.images.ImageLayer;
import io.otalite.local.images.ImageRecipe;
import io.otalite.local.images.ImageSettings;
import io.otalite.local.images.ImagesException;
import io.otalite.local.images.ProductImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Makes images. The same files, base and settings give the same layers, byte for byte. */
public final class JibImages {
    private static final String TOOL = "ota-lite";

    private final ImageSettings settings;
    private final Consumer<String> warnings;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param warnings is told what went otherwise than expected, yet went */
    public JibImages(ImageSettings settings, Consumer<String> warnings) {
        this.settings = settings;
        this.warnings = warnings;
    }

    /**
     * Makes an image and brings it to its place.
     *
     * @throws ImagesException that says what could not be reached, or written
     */
    public BuiltImage build(ImageRecipe recipe, Destination destination) throws InterruptedException {
        if (destination instanceof Destination.Engine || settings.base() instanceof BaseImage.Engine) {
            ContainerEngine.requireRunning();
        }
        try {
            return switch (destination) {
                case Destination.Tar(var file) -> toTar(recipe, file);
                case Destination.Engine _ -> {
                    var name = name(recipe.image().repository());
                    yield elsewhere(recipe, name, Containerizer.to(DockerDaemonImage.named(name)));
                }
                case Destination.Registry(var repository) -> {
                    var name = name(repository + "/" + recipe.image().word());
                    yield elsewhere(recipe, name, registry(name));
                }
            };
        } catch (IOException
                | InvalidImageReferenceException
                | RegistryException
                | CacheDirectoryCreationException
                | ExecutionException e) {
            throw failure(recipe.image(), destination, e);
        }
    }

    private BuiltImage toTar(ImageRecipe recipe, Path file)
            throws IOException, InvalidImageReferenceException, RegistryException, CacheDirectoryCreationException,
                    ExecutionException, InterruptedException {
        var name = name(recipe.image().repository());
        var container = containerize(builder(recipe), tar(name, file));
        var layers = ImageTar.layers(file, names(recipe));
        int ofBase = layers.size() - recipe.layers().size();
        return new BuiltImage(
                recipe.image(),
                name.toString(),
                container.getImageId().toString(),
                layers.subList(0, ofBase),
                layers.subList(ofBase, layers.size()));
    }

    /** Jib tells nothing of layers that go elsewhere than to a file. So they are first written to one, without the base. */
    private BuiltImage elsewhere(ImageRecipe recipe, ImageReference name, Containerizer there)
            throws IOException, InvalidImageReferenceException, RegistryException, CacheDirectoryCreationException,
                    ExecutionException, InterruptedException {
        var layers = layersOf(recipe, name);
        var container = containerize(builder(recipe), there);
        var digest = container.isImagePushed() ? container.getDigest() : container.getImageId();
        return new BuiltImage(recipe.image(), name.toString(), digest.toString(), List.of(), layers);
    }

    private List<BuiltLayer> layersOf(ImageRecipe recipe, ImageReference name)
            throws IOException, RegistryException, CacheDirectoryCreationException, ExecutionException,
                    InterruptedException {
        var file = Files.createTempFile("ota-lite-layers", ".tar");
        try {
            containerize(JibRecipe.on(JibRecipe.nothing(), recipe, settings), tar(name, file));
            return ImageTar.layers(file, names(recipe));
        } finally {
            Files.delete(file);
        }
    }

    private JibContainerBuilder builder(ImageRecipe recipe) throws InvalidImageReferenceException {
        return JibRecipe.on(JibRecipe.base(settings.base(), this::tell), recipe, settings);
    }

    private JibContainer containerize(JibContainerBuilder builder, Containerizer there)
            throws IOException, RegistryException, CacheDirectoryCreationException, ExecutionException,
                    InterruptedException {
        // Jib by itself leaves threads behind that go on writing after one of them has failed.
        try (var threads = Executors.newCachedThreadPool()) {
            try {
                return builder.containerize(there.setToolName(TOOL)
                        .setToolVersion(settings.version())
                        .setExecutorService(threads)
                        .setBaseImageLayersCache(settings.cache().base())
                        .setApplicationLayersCache(settings.cache().application())
                        // A registry that has the layers of the base already is only asked for them.
                        .setAlwaysCacheBaseImage(false)
                        .addEventHandler(LogEvent.class, this::tell));
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private Containerizer registry(ImageReference name) {
        var credentials = CredentialRetrieverFactory.forImage(name, this::tell);
        var image = RegistryImage.named(name)
                .addCredentialRetriever(credentials.dockerConfig())
                .addCredentialRetriever(credentials.wellKnownCredentialHelpers())
                .addCredentialRetriever(credentials.googleApplicationDefaultCredentials());
        return Containerizer.to(image).setAllowInsecureRegistries(isOnThisMachine(name.getRegistry()));
    }

    /** As engines have it: a registry on this machine may speak plain HTTP. */
    private static boolean isOnThisMachine(String registry) {
        var host = URI.create("https://" + registry).getHost();
        return host != null && (host.equals("localhost") || isLoopback(host));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Jib repeats itself at every attempt; its errors are told by what is thrown, and the rest by the layers. */
    private void tell(LogEvent event) {
        if (event.getLevel() == LogEvent.Level.WARN && told.add(event.getMessage())) {
            warnings.accept(event.getMessage());
        }
    }

    private static Containerizer tar(ImageReference name, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Containerizer.to(TarImage.at(file).named(name));
    }

    private ImageReference name(String repository) throws InvalidImageReferenceException {
        return ImageReference.parse(repository + ":" + settings.tag());
    }

    private static List<String> names(ImageRecipe recipe) {
        return recipe.layers().stream().map(ImageLayer::name).toList();
    }

    private ImagesException failure(ProductImage image, Destination destination, Exception failure) {
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        var message = new StringBuilder(
                "The image %s could not be made: %s%nIts base is %s; another one is named with --base: tar:FILE of a docker save, or docker:NAME of one that the engine has."
                        .formatted(image.word(), reason(cause), settings.base()));
        if (destination instanceof Destination.Registry(var repository)) {
            message.append("%nIt was to go to %s, which --push names.".formatted(repository));
        }
        return new ImagesException(message.toString(), cause);
    }

    /** What a person can use of it: the first cause often says what the last failure does not. */
    private static String reason(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return failure.getCause() == null ? failure.toString() : failure.getMessage() + " (" + root + ")";
    }
}
