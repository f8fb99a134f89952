package io.otalite.backup.completeness;

/** Versions that are missing, both ends included. */
public record VersionRange(long first, long last) {}
