package io.otalite.rotation.rotations;

/** The claim of one instance on one rotation. */
@FunctionalInterface
public interface Fence {
    /**
     * Asked right before what cannot be taken back, or would hurt if two did it: nothing that may take its time comes in between.
     *
     * @throws ClaimLostException if another instance may have taken the rotation up, or if that cannot be told
     */
    void check();

    /** This instance is not the one that does it any more. */
    final class ClaimLostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public ClaimLostException() {
            super("The claim on the rotation has ended");
        }
    }
}
