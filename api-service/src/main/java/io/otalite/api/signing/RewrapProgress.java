package io.otalite.api.signing;

/**
 * How far a change of the key-encryption key has come, in factories.
 *
 * @param done under the current key-encryption key
 * @param left still to be wrapped anew: as long as there are any, the previous keys are needed
 * @param unreadable with none of the keys at hand; waiting does not help them
 */
public record RewrapProgress(long done, long left, long unreadable) {
    public boolean complete() {
        return left == 0;
    }
}
