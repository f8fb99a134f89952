package io.otalite.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One Kubernetes object as it would be sent to a cluster, and where it comes from.
 *
 * @param object has {@code apiVersion}, {@code kind} and {@code metadata.name} (or {@code generateName}); the caller's own
 */
public record Manifest(ObjectNode object, Origin origin) {}
