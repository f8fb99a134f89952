package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import java.util.function.BooleanSupplier;

/** Restarts Deployments, by a stamp on their template. Thread-safe. */
public interface Deployments {
    /**
     * Stamps the template of a Deployment with the id of a rotation, unless it has that stamp: all its pods are made anew, in the way in
     * which the Deployment says.
     *
     * @param stamp the id, and more where it is not the first restart for that rotation
     * @param allowed is asked right before the change; where it says no, nothing is changed
     */
    Stamping stamp(ObjectRef deployment, String stamp, BooleanSupplier allowed);

    /** What came of it. Texts are for people. */
    sealed interface Stamping {
        /** It is stamped. @param evidence what was done, or that it was found done */
        record Stamped(String evidence) implements Stamping {}

        /** It will not be. */
        record Refused(String reason) implements Stamping {}

        /** Not now: nobody answers, somebody was faster, or it was not allowed. */
        record NotNow(String reason) implements Stamping {}

        /** There is no such Deployment. */
        record Gone() implements Stamping {}
    }
}
