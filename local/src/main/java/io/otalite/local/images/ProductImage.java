package io.otalite.local.images;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The images there are. */
public enum ProductImage {
    API_SERVICE("api-service", "the REST API for users", 8080, 9080),
    BACKUP_SERVICE("backup-service", "the archive of every published version", 8081, 9081),
    ROTATION_SERVICE("rotation-service", "links, judgements and rotations", 8082, 9443, 9082),
    LOCAL("local", "the local system: a broker, the emulators and the services in one");

    private static final String REPOSITORY = "ota-lite/";

    private final String word;
    private final String title;
    // Nobody else gets at the array.
    @SuppressWarnings("ImmutableEnumChecker")
    private final int[] ports;

    ProductImage(String word, String title, int... ports) {
        this.word = word;
        this.title = title;
        this.ports = ports;
    }

    /**
     * The image that a person calls so.
     *
     * @throws ImagesException that lists those there are
     */
    public static ProductImage called(String word) {
        return Arrays.stream(values())
                .filter(image -> image.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new ImagesException("There is no image %s; there are %s".formatted(word, words())));
    }

    static List<ProductImage> services() {
        return List.of(API_SERVICE, BACKUP_SERVICE, ROTATION_SERVICE);
    }

    private static String words() {
        return Arrays.stream(values()).map(ProductImage::word).collect(Collectors.joining(", "));
    }

    /** What a person calls it, for instance {@code api-service}; for a service, the module that it comes from. */
    public String word() {
        return word;
    }

    /** The name in the manifests, without a registry and a tag. */
    public String repository() {
        return REPOSITORY + word;
    }

    public String title() {
        return "ota-lite " + word + ": " + title;
    }

    /** What it listens on. */
    public List<Integer> ports() {
        return Arrays.stream(ports).boxed().toList();
    }
}
