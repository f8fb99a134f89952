/**
 * The guided tour: publish, look at every place the published bytes went to, take the archive's key away, publish again,
 * give it back; rotate the key, break by hand what a rotation would not break, and rotate it under a consumer that cannot bear it.
 * {@link io.otalite.local.demo.Demo} is the story. Nothing in it takes a service's word for what it says of
 * itself: metadata is verified as a device would, the event is read from Kafka, the stored object from the disk.
 */
@NullMarked
package io.otalite.local.demo;

import org.jspecify.annotations.NullMarked;
