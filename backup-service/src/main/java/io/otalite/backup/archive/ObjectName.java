package io.otalite.backup.archive;

/** The name of an object within the bucket; made by {@link ArchiveLayout} or read from a listing. */
public record ObjectName(String value) implements Comparable<ObjectName> {
    @Override
    public int compareTo(ObjectName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
