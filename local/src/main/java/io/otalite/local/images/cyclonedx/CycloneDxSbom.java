package io.otalite.local.images.cyclonedx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.otalite.local.images.ImagesException;
import io.otalite.local.images.Library;
import io.otalite.local.images.Library.Coordinates;
import io.otalite.local.images.ProductImage;
import io.otalite.local.images.SbomFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;

/**
 * CycloneDX 1.6 in JSON. It has neither a time nor a serial number, both of which the specification lets out, so that it changes
 * with the libraries alone. Operating system and Java are those of the base, and not listed.
 */
public final class CycloneDxSbom implements SbomFormat {
    private static final int BUFFER = 64 * 1024;

    @Override
    public byte[] write(ProductImage image, String version, List<Library> libraries) {
        var components = new TreeMap<String, Component>();
        for (var library : libraries) {
            var component = component(library);
            components.merge(component.getPurl(), component, CycloneDxSbom::both);
        }
        var bom = new Bom();
        bom.setMetadata(metadata(image, version));
        bom.setComponents(List.copyOf(components.values()));
        try {
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom)
                    .toJsonString()
                    .getBytes(UTF_8);
        } catch (GeneratorException e) {
            throw new ImagesException("The list of what is in %s cannot be written: %s".formatted(image.word(), e), e);
        }
    }

    private static Metadata metadata(ProductImage image, String version) {
        var subject = new Component();
        subject.setType(Component.Type.CONTAINER);
        subject.setName(image.repository());
        subject.setVersion(version);
        var metadata = new Metadata();
        metadata.setTimestamp(null);
        metadata.setComponent(subject);
        return metadata;
    }

    private static Component component(Library library) {
        var name = library.coordinates();
        var component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setGroup(name.group());
        component.setName(name.artifact());
        component.setVersion(name.version());
        component.setPurl(purl(name));
        component.setBomRef(purl(name));
        component.addHash(new Hash(Hash.Algorithm.SHA_256, sha256(library.jar())));
        return component;
    }

    /** The same artifact in two places of an image; the build may have changed one of them. */
    private static Component both(Component one, Component other) {
        other.getHashes().stream()
                .filter(hash -> !one.getHashes().contains(hash))
                .forEach(one::addHash);
        return one;
    }

    private static String purl(Coordinates name) {
        var qualifiers = name.classifier().isEmpty() ? "?type=jar" : "?classifier=" + name.classifier() + "&type=jar";
        return "pkg:maven/" + name.group() + "/" + name.artifact() + "@" + name.version() + qualifiers;
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var reader = new DigestInputStream(in, digest);
            var buffer = new byte[BUFFER];
            while (reader.read(buffer) >= 0) {
                // The digest is told of every byte that is read.
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
