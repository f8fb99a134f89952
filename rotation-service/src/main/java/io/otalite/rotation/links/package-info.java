/**
 * What holds what: workload, secret, key, account, image and producer, each found from each of the others. Every link is read from what
 * is there, never declared by hand, and says where it was read.
 */
@NullMarked
package io.otalite.rotation.links;

import org.jspecify.annotations.NullMarked;
