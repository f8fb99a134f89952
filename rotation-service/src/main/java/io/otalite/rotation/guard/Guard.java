package io.otalite.rotation.guard;

import io.otalite.rotation.guard.AdmissionRequest.Operation;
import io.otalite.rotation.guard.Answer.Outcome;
import io.otalite.rotation.judgement.Cause;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers reviews within a deadline. What it cannot tell it allows, with a warning, and reports the object until it answers properly
 * again for that namespace, or for ten minutes; people see it for ten minutes in any case. Thread-safe.
 */
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final Duration REPORTED = Duration.ofMinutes(10);
    private static final int MOST_REPORTED = 1_000;

    /** After which part of the deadline it looks for the second time. */
    private static final int SECOND_LOOK_PART = 3;

    private final GuardRules rules;
    private final Duration deadline;
    private final Clock clock;
    private final ExecutorService threads;
    private final BiConsumer<ObjectRef, List<Reason>> report;
    private final GuardObserver observer;
    private final Map<ObjectRef, Instant> failedOpen = new ConcurrentHashMap<>();

    /** How the guard judges. @param ownNamespace where nothing is refused */
    public record Judging(World world, Judge judge, Optional<String> ownNamespace, Duration deadline) {}

    /**
     * Makes a guard.
     *
     * @param threads on which it thinks; its caller closes it
     * @param report takes what is to be told about an object, in place of what was said before
     */
    public Guard(
            Judging judging,
            Clock clock,
            ExecutorService threads,
            BiConsumer<ObjectRef, List<Reason>> report,
            GuardObserver observer) {
        this.rules = new GuardRules(judging.world(), judging.judge(), judging.ownNamespace());
        this.deadline = judging.deadline();
        this.clock = clock;
        this.threads = threads;
        this.report = report;
        this.observer = observer;
    }

    /** Answers, at the latest when the deadline has come. */
    public Answer review(AdmissionRequest request) {
        var answer = inTime(request);
        observer.answered(answer.outcome());
        switch (answer.outcome()) {
            case FAILED_OPEN -> failedOpen(request, (Answer.Allowed) answer);
            case REFUSED, OVERRIDDEN ->
                LOG.atInfo()
                        .addKeyValue("operation", request.operation())
                        .addKeyValue("object", request.subject())
                        .addKeyValue("user", request.user())
                        .addKeyValue("outcome", answer.outcome())
                        .log("Removal of something in use");
            case ALLOWED, WARNED, EXEMPT -> {
                // Nothing has happened.
            }
        }
        if (knows(request, answer.outcome())) {
            answersAgain(request);
        }
        forgetOld();
        return answer;
    }

    /** Takes back reports whose time is over. To be called now and then. */
    public void forgetOld() {
        var old = clock.instant().minus(REPORTED);
        failedOpen.forEach((subject, since) -> {
            if (since.isBefore(old)) {
                takeBack(subject);
            }
        });
    }

    private Answer inTime(AdmissionRequest request) {
        var thinking = threads.submit(() -> lookTwice(request));
        try {
            return thinking.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            thinking.cancel(true);
            return GuardRules.failedOpen("no answer within " + deadline);
        } catch (InterruptedException _) {
            thinking.cancel(true);
            Thread.currentThread().interrupt();
            return GuardRules.failedOpen("it is stopping");
        } catch (ExecutionException e) {
            LOG.atError()
                    .setCause(e.getCause())
                    .addKeyValue("object", request.subject())
                    .log("A review failed");
            return GuardRules.failedOpen("an error in the guard");
        }
    }

    /**
     * Before it refuses it looks once more: whoever takes down a workload and, at once, what it needs asks for the second before this
     * service has seen the first.
     */
    private Answer lookTwice(AdmissionRequest request) throws InterruptedException, ExecutionException {
        var answer = rules.review(request, clock.instant());
        if (!(answer instanceof Answer.Refused)) {
            return answer;
        }
        var later = CompletableFuture.delayedExecutor(
                deadline.toMillis() / SECOND_LOOK_PART, TimeUnit.MILLISECONDS, threads);
        return CompletableFuture.supplyAsync(() -> rules.review(request, clock.instant()), later)
                .get();
    }

    private void failedOpen(AdmissionRequest request, Answer.Allowed answer) {
        var subject = request.subject();
        LOG.atWarn()
                .addKeyValue("operation", request.operation())
                .addKeyValue("object", subject)
                .addKeyValue("warnings", answer.warnings())
                .log("Allowed without knowing");
        if (!request.dryRun() && failedOpen.size() < MOST_REPORTED) {
            var now = clock.instant();
            failedOpen.put(subject, now);
            report.accept(subject, List.of(reason(request, answer, now)));
        }
    }

    private static Reason reason(AdmissionRequest request, Answer.Allowed answer, Instant now) {
        return new Reason(
                Verdict.AT_RISK,
                Cause.GUARD_FAILED_OPEN,
                Optional.empty(),
                "",
                request.subject(),
                Optional.empty(),
                "%s of %s was allowed by the guard: %s"
                        .formatted(
                                request.operation(),
                                request.subject(),
                                answer.warnings().getFirst()),
                Optional.of(now),
                request.oldObject().path("metadata").path("resourceVersion").asText(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether it had to know who uses something to answer so. */
    private static boolean knows(AdmissionRequest request, Outcome outcome) {
        return switch (outcome) {
            case REFUSED, OVERRIDDEN -> true;
            case ALLOWED -> request.operation() == Operation.DELETE;
            case WARNED, EXEMPT, FAILED_OPEN -> false;
        };
    }

    private void answersAgain(AdmissionRequest request) {
        failedOpen.keySet().stream()
                .filter(subject -> subject.namespace().equals(request.subject().namespace()))
                .forEach(this::takeBack);
    }

    private void takeBack(ObjectRef subject) {
        if (failedOpen.remove(subject) != null) {
            report.accept(subject, List.of());
        }
    }
}
