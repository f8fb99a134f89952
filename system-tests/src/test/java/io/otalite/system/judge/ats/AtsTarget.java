package io.otalite.system.judge.ats;

/** A Target as a device reads it: length in bytes, SHA-256 in hex, and the vendor's members. */
public record AtsTarget(long length, String sha256, Json.Members custom) {}
