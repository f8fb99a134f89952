package io.otalite.rotation.observation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pod that a controller made.
 *
 * @param started when the container that runs longest was started; empty while none runs
 * @param images those that its containers run
 */
public record Pod(ObjectRef ref, Meta meta, Optional<Instant> started, List<String> images, PodHealth health)
        implements Observed {
    public Pod {
        images = List.copyOf(images);
    }
}
