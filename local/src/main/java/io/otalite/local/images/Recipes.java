package io.otalite.local.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which files go to which layer of which image:
 *
 * <table>
 * <caption>Layers, from the one that changes rarely to the one that changes with every build</caption>
 * <tr><th>layer</th><th>a service, below {@code /app}</th><th>{@code local}, below {@code /ota}</th></tr>
 * <tr><td>libraries</td><td>{@code lib}, what others released</td><td>the same of all services; {@code local/lib}</td></tr>
 * <tr><td>modules</td><td>{@code lib}, what is built here</td><td>the same</td></tr>
 * <tr><td>sbom</td><td>{@code /usr/share/ota-lite/sbom.cdx.json}</td><td>the same</td></tr>
 * <tr><td>application</td><td>{@code app}, {@code quarkus}, {@code quarkus-run.jar}</td>
 *     <td>the same of all services; classes, class path and options of {@code local}; the manifests</td></tr>
 * </table>
 */
public final class Recipes {
    /** The list of what is in an image, in the image. */
    public static final String SBOM = "/usr/share/ota-lite/sbom.cdx.json";

    private static final String SERVICE_HOME = "/app";
    private static final String LOCAL_HOME = "/ota";
    private static final String LOCAL_LIBRARIES = LOCAL_HOME + "/local/lib/";
    private static final String LOCAL_TARGET = LOCAL_HOME + "/local/target/";
    /** For what is kept, and for what JVMs keep to start faster. */
    private static final List<String> LOCAL_FOLDERS = List.of("/state", LOCAL_TARGET + "aot");

    private static final String LOCAL_OPTIONS = LOCAL_HOME + "/local/ota.options";

    /** A container is reached from outside of it, or not at all. */
    private static final Map<String, String> LISTENING =
            Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "QUARKUS_MANAGEMENT_HOST", "0.0.0.0");

    private final Path root;
    private final Path output;
    private final String version;
    private final SbomFormat sbomFormat;

    /**
     * @param root the project's folder, built
     * @param output a folder for the files that are made for images
     * @param version of the product
     */
    public Recipes(Path root, Path output, String version, SbomFormat sbomFormat) {
        this.root = root;
        this.output = output;
        this.version = version;
        this.sbomFormat = sbomFormat;
    }

    /**
     * The recipe of an image.
     *
     * @throws ImagesException if the build has not made what is needed
     */
    public ImageRecipe of(ProductImage image) {
        return switch (image) {
            case API_SERVICE, BACKUP_SERVICE, ROTATION_SERVICE -> service(image);
            case LOCAL -> local();
        };
    }

    private ImageRecipe service(ProductImage image) {
        var app = QuarkusApp.of(root, image);
        var libraries = app.libraries();
        var sbom = sbom(image, libraries);
        var layers = List.of(
                new ImageLayer("libraries", placed(app, libraries, library -> !library.isOurs(), SERVICE_HOME)),
                new ImageLayer("modules", placed(app, libraries, Library::isOurs, SERVICE_HOME)),
                new ImageLayer("sbom", List.of(PlacedFile.readOnly(sbom, SBOM))),
                new ImageLayer("application", application(app, SERVICE_HOME)));
        var command = List.of("java", "--enable-native-access=ALL-UNNAMED", "-jar", SERVICE_HOME + "/quarkus-run.jar");
        return new ImageRecipe(image, layers, List.of(), command, LISTENING, SERVICE_HOME, sbom);
    }

    private ImageRecipe local() {
        var program = LocalProgram.of(root);
        var own = program.libraries();
        var all = new ArrayList<>(own);
        var others = new ArrayList<>(placedInLocal(own, library -> !library.isOurs()));
        var modules = new ArrayList<>(placedInLocal(own, Library::isOurs));
        var application = new ArrayList<>(localApplication(program, own));
        for (var service : ProductImage.services()) {
            var app = QuarkusApp.of(root, service);
            var home = LOCAL_HOME + "/" + service.word() + "/target/quarkus-app";
            var libraries = app.libraries();
            all.addAll(libraries);
            others.addAll(placed(app, libraries, library -> !library.isOurs(), home));
            modules.addAll(placed(app, libraries, Library::isOurs, home));
            application.addAll(application(app, home));
        }
        var sbom = sbom(ProductImage.LOCAL, all);
        var layers = List.of(
                new ImageLayer("libraries", others),
                new ImageLayer("modules", modules),
                new ImageLayer("sbom", List.of(PlacedFile.readOnly(sbom, SBOM))),
                new ImageLayer("application", application));
        var command = List.of("java", "@" + LOCAL_OPTIONS, "io.otalite.local.Ota");
        return new ImageRecipe(ProductImage.LOCAL, layers, LOCAL_FOLDERS, command, Map.of(), LOCAL_HOME, sbom);
    }

    private List<PlacedFile> localApplication(LocalProgram program, List<Library> libraries) {
        var classPath = libraries.stream()
                .map(library -> LOCAL_LIBRARIES + library.coordinates().fileName())
                .collect(Collectors.joining(":"));
        var made = List.of(
                PlacedFile.readOnly(made("runtime-classpath", classPath), LOCAL_TARGET + "runtime-classpath"),
                PlacedFile.readOnly(made("ota.options", options(classPath)), LOCAL_OPTIONS),
                // A running system locks this file, which it would otherwise have to make.
                new PlacedFile(made("in-use", ""), LOCAL_TARGET + "in-use", true));
        return Stream.of(
                        made.stream(),
                        // As a jar, too: a JVM makes no AOT cache of a folder.
                        Stream.of(PlacedFile.readOnly(
                                program.jar(), LOCAL_TARGET + program.jar().getFileName())),
                        tree(program.classes(), LOCAL_TARGET + "classes"),
                        tree(root.resolve("deploy").resolve("kubernetes"), LOCAL_HOME + "/deploy/kubernetes"))
                .flatMap(files -> files)
                .toList();
    }

    /** What the script {@code ota} gives to Java. */
    private static String options(String classPath) {
        return """
            -Dota.root=%s
            -Djava.util.logging.config.file=%sclasses/logging/cli.properties
            --enable-native-access=ALL-UNNAMED
            -Xmx256m
            -XX:+UseSerialGC
            -XX:TieredStopAtLevel=1
            -cp %sclasses:%s
            """.formatted(LOCAL_HOME, LOCAL_TARGET, LOCAL_TARGET, classPath);
    }

    private static List<PlacedFile> placedInLocal(List<Library> libraries, Predicate<Library> which) {
        return libraries.stream()
                .filter(which)
                .map(library -> PlacedFile.readOnly(
                        library.jar(), LOCAL_LIBRARIES + library.coordinates().fileName()))
                .toList();
    }

    private static List<PlacedFile> placed(
            QuarkusApp app, List<Library> libraries, Predicate<Library> which, String home) {
        return libraries.stream()
                .filter(which)
                .map(library -> app.placed(library.jar(), home))
                .toList();
    }

    private static List<PlacedFile> application(QuarkusApp app, String home) {
        return app.application().stream().map(file -> app.placed(file, home)).toList();
    }

    private static Stream<PlacedFile> tree(Path folder, String place) {
        return Folders.filesBelow(folder).stream()
                .map(file -> PlacedFile.readOnly(file, place + "/" + folder.relativize(file)));
    }

    private Path sbom(ProductImage image, List<Library> libraries) {
        return Folders.write(output.resolve(image.word() + ".cdx.json"), sbomFormat.write(image, version, libraries));
    }

    private Path made(String name, String content) {
        return Folders.write(output.resolve("local").resolve(name), content.getBytes(UTF_8));
    }
}
