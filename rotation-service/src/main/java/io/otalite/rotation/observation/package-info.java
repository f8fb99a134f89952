/**
 * What is there: the objects of a cluster and of Google IAM, each reduced to the facts that somebody may ask for, and what each of
 * them refers to. No content of a Secret is ever kept: only names, digests, and the ids that stand in a service account's key.
 *
 * <p>{@link io.otalite.rotation.observation.ObjectReader} makes a fact out of an object, {@link
 * io.otalite.rotation.observation.World} holds them all, knows who refers to what, and says of everything else whether it is
 * missing or only not visible. The same two serve a live cluster and a set of manifests.
 */
@NullMarked
package io.otalite.rotation.observation;

import org.jspecify.annotations.NullMarked;
