/**
 * What an operator looks at: the rules of alerts, the dashboard, and the runbooks. They name metrics of services they share no code with,
 * so that only a test sees when one of the two changes.
 */
@NullMarked
package io.otalite.system.observability;

import org.jspecify.annotations.NullMarked;
