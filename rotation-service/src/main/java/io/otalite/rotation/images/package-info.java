/**
 * Does an image exist in its registry now, for the pod that needs it?
 *
 * <p>A node that has an image in its cache starts pods from it long after the registry has lost it; the loss shows on the first
 * new node, in the middle of an upgrade. So the question is put to the registry itself, from outside every node, with the
 * pull secrets of the pod, and it is put again and again: {@link io.otalite.rotation.images.CheckedImages}.
 *
 * <p>One law holds everywhere here: <b>a registry that does not answer says nothing</b>. Only a registry's own "no such
 * manifest" makes an image absent.
 */
@NullMarked
package io.otalite.rotation.images;

import org.jspecify.annotations.NullMarked;
