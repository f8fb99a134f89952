package io.otalite.tuf;

/**
 * A file that another one describes: the snapshot, which the timestamp lists, and targets, which the snapshot lists.
 *
 * @param name under which it is served
 * @param authority who may sign it
 */
record ListedFile<T extends RoleMetadata>(Format<T> format, String name, FileMeta meta, Authority authority) {

    /**
     * TUF 5.5.1 to 5.5.4 and 5.6.1 to 5.6.4, which are the same rules for different files.
     *
     * @param phase {@code 5.5} or {@code 5.6}
     */
    Step<Document<T>> fetch(Served served, String phase) {
        int usualLimit = served.dialect().largestFile(format.role());
        return served.fetch(
                        phase + ".1", name, Math.max(usualLimit, meta.length().orElse(0)))
                .check(
                        phase + ".2",
                        Reason.MISMATCH,
                        meta::describes,
                        bytes -> "%s has %d bytes with sha256 %s, listed is %s"
                                .formatted(name, bytes.size(), bytes.sha256(), meta))
                .then(bytes -> format.read(served.dialect(), name, bytes))
                .then(document -> document.signedBy(authority, phase + ".3"))
                .check(
                        phase + ".4",
                        Reason.MISMATCH,
                        document -> document.version().equals(meta.version()),
                        document ->
                                "%s has version %s, listed is %s".formatted(name, document.version(), meta.version()));
    }
}
