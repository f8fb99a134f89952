/**
 * A development stand-in for the Google services that an archive in Cloud Storage and a rotation of its keys need: the IAM API
 * that manages service-account keys, the OAuth endpoint that turns a signed assertion into an access token, the metric that
 * tells when a key was used, and the JSON API of Cloud Storage. It is strict where strictness is the point: an assertion counts only when the key that signed it is enabled at
 * that moment, a write counts only when its preconditions hold at the commit, and a write that was acknowledged survives a
 * kill. Everything else is left out rather than imitated.
 *
 * <p>{@link io.otalite.emulator.google.GoogleEmulator} is the place to start reading: it builds the whole graph. A request
 * passes {@code http} (the edge and the routes), {@code faults} (what a test asked to go wrong) and then one of {@code iam},
 * {@code oauth}, {@code monitoring} and {@code storage}; {@code access} holds who may do what, {@code lag} how late an effect
 * comes, {@code disk} how a file is made durable.
 */
@NullMarked
package io.otalite.emulator.google;

import org.jspecify.annotations.NullMarked;
