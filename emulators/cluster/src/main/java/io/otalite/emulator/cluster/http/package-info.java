/**
 * The Kubernetes API over HTTP, as far as kubectl and the fabric8 client use it. A request is read to its end
 * ({@link io.otalite.emulator.cluster.http.Call}), its path is understood ({@link
 * io.otalite.emulator.cluster.http.Target}), its caller is judged, and one class per group of verbs makes an {@link
 * io.otalite.emulator.cluster.http.Answer}. Every failure is a {@code Status}.
 */
@NullMarked
package io.otalite.emulator.cluster.http;

import org.jspecify.annotations.NullMarked;
