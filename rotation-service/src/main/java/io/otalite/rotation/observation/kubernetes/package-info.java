/**
 * The live cluster as the source of what is observed. {@link io.otalite.rotation.observation.kubernetes.ClusterInformers} watches every
 * kind that somebody may refer to or that may refer to a Secret, and says of each how well it is seen: from which moment it is
 * complete, until which moment it is confirmed, and which permission is missing. An object is read once, when it arrives, and dropped.
 */
@NullMarked
package io.otalite.rotation.observation.kubernetes;

import org.jspecify.annotations.NullMarked;
