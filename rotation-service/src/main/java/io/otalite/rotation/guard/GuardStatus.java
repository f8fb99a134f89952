package io.otalite.rotation.guard;

/**
 * Whether the guard is on.
 *
 * @param detail for people: where it listens, or why it does not
 */
public record GuardStatus(boolean on, String detail) {}
