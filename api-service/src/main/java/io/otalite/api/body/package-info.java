/**
 * How the bodies of requests are read: strictly, and with a refusal that says where.
 */
@NullMarked
package io.otalite.api.body;

import org.jspecify.annotations.NullMarked;
