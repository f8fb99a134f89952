package io.otalite.rotation.judgement.registry;

import io.otalite.rotation.images.CheckedImages;
import io.otalite.rotation.images.ImageQuestion;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Referrer.Role;
import io.otalite.rotation.observation.Use;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Says what the registries are to be asked: every image that some workload would pull, or would after a rollback. For one thread. */
public final class ImageQuestions {
    /** Collecting them looks at every workload, which a busy cluster would have done all the time. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final World world;
    private final CheckedImages images;
    private final Clock clock;
    private Instant next = Instant.MIN;
    private boolean changed = true;

    public ImageQuestions(World world, CheckedImages images, Clock clock) {
        this.world = world;
        this.images = images;
        this.clock = clock;
    }

    /** To be called several times a second. @param judged how many workloads may have changed since the last call */
    public void round(int judged) {
        changed = changed || judged > 0;
        var now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(PAUSE);
        if (changed) {
            changed = false;
            images.want(collect());
        } else {
            images.checkDue();
        }
    }

    Set<ImageQuestion> collect() {
        var questions = new HashSet<ImageQuestion>();
        for (var object : world.all()) {
            if (object instanceof Referrer referrer && (referrer.isJudged() || referrer.role() == Role.REVISION)) {
                var pullSecrets = Judge.pullSecrets(world, referrer);
                for (var reference : referrer.references()) {
                    if (reference.use() == Use.IMAGE || reference.use() == Use.IMAGE_VOLUME) {
                        questions.add(
                                CheckedImageView.question(reference.target().name(), pullSecrets));
                    }
                }
            }
        }
        return questions;
    }
}
