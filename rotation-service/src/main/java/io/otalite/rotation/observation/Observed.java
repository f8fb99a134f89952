package io.otalite.rotation.observation;

import java.util.List;

/** The facts about one object. Two are equal when nothing that anybody asks for has changed. */
public sealed interface Observed
        permits Referrer,
                DataObject,
                ServiceAccount,
                Pod,
                Claim,
                StorageClass,
                Producer,
                Quota,
                GoogleAccount,
                GoogleKey,
                Plain {

    ObjectRef ref();

    Meta meta();

    /** What it refers to, so that a change there is a change here. */
    default List<Reference> references() {
        return List.of();
    }
}
