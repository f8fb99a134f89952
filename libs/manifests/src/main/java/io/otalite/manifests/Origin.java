package io.otalite.manifests;

/**
 * Where an object was written down. A generated object comes from the kustomization that generates it.
 *
 * @param file the path as it was reached, or the name of the stream
 * @param document counted from 1
 */
public record Origin(String file, int document) {
    @Override
    public String toString() {
        return file + ", document " + document;
    }
}
