/**
 * The part of the Cloud Monitoring API that tells when a key was used: the time series of the metric {@code
 * iam.googleapis.com/service_account/key/authn_events_count}, over a history of six weeks that survives a restart.
 */
@NullMarked
package io.otalite.emulator.google.monitoring;

import org.jspecify.annotations.NullMarked;
