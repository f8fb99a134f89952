package io.otalite.tuf;

/**
 * The version of a metadata document: a positive integer that every JSON reader holds exactly. It is a type so that
 * "one higher" and "not lower", on which rollback protection rests, are written once.
 */
public record MetadataVersion(long value) implements Comparable<MetadataVersion> {

    public static final MetadataVersion FIRST = new MetadataVersion(1);

    public MetadataVersion {
        if (value < 1 || value > StrictJson.LARGEST_INTEGER) {
            throw new InvalidValueException("a version", "between 1 and 2^53-1", String.valueOf(value));
        }
    }

    /** The version that follows this one without a gap. */
    public MetadataVersion next() {
        return new MetadataVersion(value + 1);
    }

    public boolean isBelow(MetadataVersion other) {
        return value < other.value;
    }

    @Override
    public int compareTo(MetadataVersion other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
