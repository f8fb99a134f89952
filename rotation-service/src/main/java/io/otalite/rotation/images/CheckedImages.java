package io.otalite.rotation.images;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest answer to each question that somebody wants answered. It never waits: {@link #checkDue} starts what is due, up to a
 * bound, and each check that ends starts the next one. Safe for use by several threads.
 */
public final class CheckedImages {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedImages.class);

    private final ImageRegistry registry;
    private final CredentialSource secrets;
    private final CheckPace pace;
    private final Clock clock;
    private final Executor threads;
    private final Consumer<ImageQuestion> changed;
    private final Semaphore permits;
    private final Map<ImageQuestion, Entry> entries = new HashMap<>();

    /** When questions are due, soonest first. What has been forgotten or was put off since stays until its turn. */
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparing(Due::at));

    /** How many questions are left without an answer, as was logged last. */
    private int left;

    /**
     * @param threads one for each check that runs; virtual threads do
     * @param changed told after an answer that differs from the one before, on the thread of the check
     */
    public CheckedImages(
            ImageRegistry registry,
            CredentialSource secrets,
            CheckPace pace,
            Clock clock,
            Executor threads,
            Consumer<ImageQuestion> changed) {
        this.registry = registry;
        this.secrets = secrets;
        this.pace = pace;
        this.clock = clock;
        this.threads = threads;
        this.changed = changed;
        this.permits = new Semaphore(pace.concurrency());
    }

    /** The latest answer; empty while there is none yet, or nobody wants one. */
    public Optional<CheckedImage> latest(ImageQuestion question) {
        synchronized (entries) {
            return Optional.ofNullable(entries.get(question)).flatMap(Entry::latest);
        }
    }

    /**
     * Sets what is to be answered from now on. New questions are asked at once, answers to all others are forgotten, and what
     * goes beyond the largest number of questions is left without an answer.
     */
    public void want(Set<ImageQuestion> all) {
        synchronized (entries) {
            entries.keySet().retainAll(all);
            var now = clock.instant();
            all.stream()
                    .filter(question -> !entries.containsKey(question))
                    .limit(pace.largest() - entries.size())
                    .toList()
                    .forEach(question -> {
                        entries.put(question, Entry.unasked(now));
                        queue.add(new Due(now, question));
                    });
            report(all.size());
        }
        checkDue();
    }

    private void report(int wanted) {
        var before = left;
        left = Math.max(0, wanted - pace.largest());
        if (left > 0 && left != before) {
            LOG.atWarn()
                    .addKeyValue("wanted", wanted)
                    .addKeyValue("allowed", pace.largest())
                    .log("Some images are not checked");
        }
    }

    /** Starts the checks that are due, the longest overdue first. To be called every second or so, by whoever has a timer. */
    public void checkDue() {
        for (var question : takeDue()) {
            threads.execute(() -> run(question));
        }
    }

    private List<ImageQuestion> takeDue() {
        synchronized (entries) {
            var now = clock.instant();
            var taken = new ArrayList<ImageQuestion>();
            for (var first = queue.peek(); first != null && !first.at().isAfter(now); first = queue.peek()) {
                var entry = entries.get(first.question());
                if (entry != null && !entry.running() && entry.due().equals(first.at())) {
                    if (!permits.tryAcquire()) {
                        break;
                    }
                    entries.put(first.question(), entry.started());
                    taken.add(first.question());
                }
                queue.remove();
            }
            return taken;
        }
    }

    private void run(ImageQuestion question) {
        var news = false;
        try {
            var notes = new ArrayList<String>();
            var check = ask(question, notes);
            news = record(question, check, notes);
        } finally {
            permits.release();
        }
        if (news) {
            changed.accept(question);
        }
        checkDue();
    }

    private ImageCheck ask(ImageQuestion question, List<String> notes) {
        return switch (ImageName.parse(question.image())) {
            case ImageName.Reading.Malformed(var why) -> new ImageCheck.Absent(why);
            case ImageName.Reading.Valid(var name) -> ask(name, question, notes);
        };
    }

    /** The outermost loop of a check. Whatever fails here has failed to ask, so nothing is known of the image. */
    private ImageCheck ask(ImageName name, ImageQuestion question, List<String> notes) {
        List<PullCredentials> credentials;
        try {
            credentials = credentials(question, notes);
        } catch (RuntimeException unread) {
            LOG.atWarn()
                    .addKeyValue("image", question.image())
                    .addKeyValue("pullSecrets", question.pullSecrets())
                    .setCause(unread)
                    .log("Pull secrets could not be read");
            return new ImageCheck.Unreachable("The pull secrets could not be read, so the registry was not asked");
        }
        try {
            return registry.check(name, credentials);
        } catch (RuntimeException unexpected) {
            LOG.atError()
                    .addKeyValue("image", question.image())
                    .setCause(unexpected)
                    .log("Image could not be checked");
            return new ImageCheck.Unreachable("The check itself failed");
        }
    }

    private List<PullCredentials> credentials(ImageQuestion question, List<String> notes) {
        var found = new ArrayList<PullCredentials>();
        for (var secret : question.pullSecrets()) {
            var content = secrets.dockerConfig(secret);
            if (content.isEmpty()) {
                notes.add("%s: there is no such pull secret".formatted(secret));
                continue;
            }
            switch (PullCredentials.parse(content.get())) {
                case PullCredentials.Reading.Usable(var credentials) -> found.add(credentials);
                case PullCredentials.Reading.Unusable(var why) -> notes.add(secret + ": " + why);
            }
        }
        return found;
    }

    /** Returns whether the answer differs from the one before. */
    private boolean record(ImageQuestion question, ImageCheck check, List<String> notes) {
        synchronized (entries) {
            var before = entries.get(question);
            if (before == null) {
                return false;
            }
            var after = before.answered(check, notes, clock.instant(), pace);
            entries.put(question, after);
            queue.add(new Due(after.due(), question));
            return before.latest()
                    .map(known ->
                            !known.check().agreesWith(check) || !known.notes().equals(notes))
                    .orElse(true);
        }
    }

    private record Due(Instant at, ImageQuestion question) {}

    private record Entry(Optional<CheckedImage> latest, Instant due, int troubles, boolean running) {
        static Entry unasked(Instant now) {
            return new Entry(Optional.empty(), now, 0, false);
        }

        Entry started() {
            return new Entry(latest, due, troubles, true);
        }

        Entry answered(ImageCheck check, List<String> notes, Instant now, CheckPace pace) {
            var trouble = check instanceof ImageCheck.Absent || check instanceof ImageCheck.Unreachable;
            var inARow = trouble ? troubles + 1 : 0;
            var since = latest.filter(known -> known.check().agreesWith(check))
                    .map(CheckedImage::since)
                    .orElse(now);
            var seen =
                    check instanceof ImageCheck.Present ? Optional.of(now) : latest.flatMap(CheckedImage::lastPresent);
            return new Entry(
                    Optional.of(new CheckedImage(check, now, since, seen, notes)),
                    now.plus(pace.pause(inARow)),
                    inARow,
                    false);
        }
    }
}
