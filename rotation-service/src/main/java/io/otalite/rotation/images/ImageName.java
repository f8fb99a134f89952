package io.otalite.rotation.images;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an image reference means to a container runtime: {@code nginx} is {@code docker.io/library/nginx:latest}. The grammar is
 * that of the distribution project's {@code reference} package, which containerd, CRI-O and the kubelet use.
 *
 * @param registry host and optional port, {@code docker.io} where the reference names none
 * @param repository the path in the registry
 * @param tag the tag; where there is also a digest, a runtime ignores it
 * @param digest {@code algorithm:hex}
 */
public record ImageName(String registry, String repository, Optional<String> tag, Optional<String> digest) {
    private static final String DOCKER_HUB = "docker.io";
    private static final int LONGEST_REFERENCE = 1024;
    private static final int LONGEST_REPOSITORY = 255;
    private static final int HIGHEST_PORT = 65535;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final Pattern REGISTRY =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+\\])(?::(?<port>[0-9]{1,5}))?");
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REPOSITORY = Pattern.compile(PART + "(?:/" + PART + ")*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern DIGEST =
            Pattern.compile("sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}");
    private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

    /** What came out of reading a reference. */
    public sealed interface Reading {
        /** The reference means this image. */
        record Valid(ImageName name) implements Reading {}

        /** No runtime would accept the reference; the pod fails with {@code InvalidImageName}. */
        record Malformed(String why) implements Reading {}
    }

    /** Reads a reference as it stands in a pod. */
    public static Reading parse(String reference) {
        if (reference.length() > LONGEST_REFERENCE) {
            return new Reading.Malformed("The image reference has %d characters, allowed are %d"
                    .formatted(reference.length(), LONGEST_REFERENCE));
        }
        if (IMAGE_ID.matcher(reference).matches()) {
            return malformed(reference, "64 hexadecimal digits are an image id and name no repository");
        }
        var at = reference.indexOf('@');
        var digest = at < 0 ? Optional.<String>empty() : Optional.of(reference.substring(at + 1));
        if (digest.isPresent() && !DIGEST.matcher(digest.get()).matches()) {
            return malformed(reference, "what follows '@' is no digest");
        }
        return parseTagged(reference, at < 0 ? reference : reference.substring(0, at), digest);
    }

    private static Reading parseTagged(String reference, String tagged, Optional<String> digest) {
        var colon = tagged.lastIndexOf(':');
        var hasTag = colon > tagged.lastIndexOf('/');
        var tag = hasTag ? Optional.of(tagged.substring(colon + 1)) : Optional.<String>empty();
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            return malformed(reference, "what follows ':' is no tag");
        }
        var untagged = hasTag ? tagged.substring(0, colon) : tagged;
        var slash = untagged.indexOf('/');
        var named = slash >= 0 && isRegistry(untagged.substring(0, slash));
        var registry = named ? untagged.substring(0, slash) : DOCKER_HUB;
        var repository = named ? untagged.substring(slash + 1) : untagged;
        if (registry.equals("index.docker.io")) {
            registry = DOCKER_HUB;
        }
        if (registry.equals(DOCKER_HUB) && !repository.contains("/")) {
            repository = "library/" + repository;
        }
        if (!isReachable(registry)) {
            return malformed(reference, "what stands before the first '/' is no host");
        }
        if (repository.length() > LONGEST_REPOSITORY
                || !REPOSITORY.matcher(repository).matches()) {
            return malformed(
                    reference, "a repository has up to 255 characters: lower-case letters, digits, '.', '_', '-', '/'");
        }
        var effectiveTag = tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag;
        return new Reading.Valid(new ImageName(registry, repository, effectiveTag, digest));
    }

    /** Whether the first part of a path is a host and not a user of Docker Hub: it has a dot, a port, or capitals, or is localhost. */
    private static boolean isRegistry(String first) {
        return first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || first.chars().anyMatch(Character::isUpperCase);
    }

    private static boolean isReachable(String registry) {
        var parts = REGISTRY.matcher(registry);
        if (!parts.matches()) {
            return false;
        }
        var port = parts.group("port");
        return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= HIGHEST_PORT);
    }

    private static Reading malformed(String reference, String why) {
        return new Reading.Malformed("'%s' is no image reference: %s".formatted(reference, why));
    }

    /** Registry and repository, without tag and digest: what pull credentials are matched with. */
    public String path() {
        return registry + "/" + repository;
    }

    /** What the registry is asked for: the digest where there is one, else the tag. */
    public String manifest() {
        return digest.or(() -> tag).orElse("latest");
    }

    @Override
    public String toString() {
        return path()
                + tag.map(name -> ":" + name).orElse("")
                + digest.map(name -> "@" + name).orElse("");
    }
}
