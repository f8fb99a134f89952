package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import java.util.function.Supplier;

/** What a step is taken with. @param kept what the rotation keeps from everybody else; asked for when it is needed */
record Step(Rotation rotation, Supplier<Confidential> kept, CredentialIssuer issuer, Fence fence) {
    Confidential confidential() {
        return kept.get();
    }
}
