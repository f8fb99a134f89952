/**
 * Deployments: which ReplicaSet has the present template, how pods move from the old ones to it, and what is said about
 * it. The rules are those of {@code pkg/controller/deployment} of Kubernetes. Start at
 * {@link io.otalite.emulator.cluster.controllers.deployments.Deployments}.
 */
@NullMarked
package io.otalite.emulator.cluster.controllers.deployments;

import org.jspecify.annotations.NullMarked;
