package io.otalite.tuf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** Files that others wrote, from the class path. */
final class Resources {

    private Resources() {}

    /** The files of a folder by their names; empty where there is none. */
    static Function<String, Optional<Bytes>> in(String folder) {
        return name -> {
            try (var resource = Resources.class.getResourceAsStream("/" + folder + "/" + name)) {
                return resource == null ? Optional.empty() : Optional.of(Bytes.copyOf(resource.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    static Bytes file(String folder, String name) {
        return in(folder).apply(name).orElseThrow();
    }
}
