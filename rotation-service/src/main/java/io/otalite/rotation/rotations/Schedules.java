package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.rotations.BeginRotation.Result;
import io.otalite.rotation.rotations.BeginRotation.Target;
import io.otalite.rotation.rotations.BeginRotation.Wish;
import io.otalite.rotation.rotations.RotationSummaries.Failure;
import io.otalite.rotation.rotations.RotationSummaries.Of;
import io.otalite.rotation.rotations.RotationSummaries.Past;
import io.otalite.rotation.rotations.Schedule.Facts;
import io.otalite.rotation.rotations.Schedule.Reading;
import io.otalite.rotation.steps.StepLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins rotations of the credentials whose Secrets say how often, by the annotations {@code rotation.ota-lite.io/rotate-every} and
 * {@code rotate-window}. What is due follows from what is observed and what is on record, so nothing is lost when another instance takes
 * over. To be run by a {@link StepLoop} with one place: the record tells that a rotation has begun before it is looked for the next.
 */
public final class Schedules implements StepLoop.Source {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final String EVERY = "rotate-every";
    private static final String WINDOW = "rotate-window";

    /** Who asks for these rotations. */
    public static final String REQUESTED_BY = "schedule";

    private static final Duration SOONEST_RETRY = Duration.ofHours(1);
    private static final Duration LATEST_RETRY = Duration.ofHours(24);

    /** After an attempt of which nothing is on record, because another rotation was in the way or somebody did not answer. */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final Credentials credentials;
    private final RotationSummaries summaries;
    private final Function<Wish, Result> begin;
    private final BooleanSupplier mayBegin;
    private final Limits limits;
    private final Clock clock;
    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
    private Map<String, String> complained = Map.of();

    /**
     * What schedules are held to.
     *
     * @param minimum the shortest period
     * @param expiryMargin how long before its end a key is rotated at the latest
     * @param clock that tells when something is due
     */
    public record Limits(Duration minimum, Duration expiryMargin, Clock clock) {}

    private record Pause(Instant until, String reason) {}

    /** @param mayBegin whether this instance leads and has seen and judged everything: else all would be refused, or begun too early */
    public Schedules(
            Credentials credentials,
            RotationSummaries summaries,
            Function<Wish, Result> begin,
            BooleanSupplier mayBegin,
            Limits limits) {
        this.credentials = credentials;
        this.summaries = summaries;
        this.begin = begin;
        this.mayBegin = mayBegin;
        this.limits = limits;
        this.clock = limits.clock();
    }

    /**
     * Every schedule, in the order of {@link Scheduled#key()}.
     *
     * @throws RotationsUnavailableException if the record of rotations does not answer
     */
    public List<Scheduled> all() {
        var secrets = credentials.secrets().stream()
                .filter(secret -> !secret.meta().own(EVERY).isBlank())
                .toList();
        if (secrets.isEmpty()) {
            return List.of();
        }
        var pasts = summaries.pasts().stream().collect(Collectors.toMap(Past::of, Function.identity()));
        var now = clock.instant();
        return secrets.stream()
                .flatMap(secret -> of(secret, pasts, now))
                .sorted(Comparator.comparing(Scheduled::key))
                .toList();
    }

    private Stream<Scheduled> of(DataObject secret, Map<Of, Past> pasts, Instant now) {
        var found = credentials.in(secret);
        if (found.isEmpty()) {
            return Stream.of(nothing(secret, "", Optional.empty(), credentials.nothingIn(secret)));
        }
        return switch (Schedule.read(secret.meta().own(EVERY), secret.meta().own(WINDOW), limits.minimum())) {
            case Reading.Malformed(var reason) ->
                found.stream().map(credential -> nothing(secret, credential.entry(), credential.made(), reason));
            case Reading.Understood(var schedule) ->
                found.stream().map(credential -> {
                    var of = Of.subject(credential.subject());
                    return scheduled(secret, credential, schedule, pasts.getOrDefault(of, Past.none(of)), now);
                });
        };
    }

    private static Scheduled nothing(DataObject secret, String entry, Optional<Instant> last, String problem) {
        return scheduled(secret, entry, last, Optional.empty(), Optional.empty(), Optional.of(problem));
    }

    private static Scheduled scheduled(
            DataObject secret,
            String entry,
            Optional<Instant> last,
            Optional<Instant> next,
            Optional<String> rotation,
            Optional<String> problem) {
        return new Scheduled(
                secret.ref(),
                entry,
                secret.meta().own(EVERY),
                secret.meta().own(WINDOW),
                last,
                next,
                rotation,
                problem);
    }

    private Scheduled scheduled(DataObject secret, Credential credential, Schedule schedule, Past past, Instant now) {
        var last = last(credential, past);
        if (past.open().isPresent() || last.isEmpty()) {
            var unknown = last.isEmpty() ? Optional.of("It is not known when this credential was made") : none();
            return scheduled(secret, credential.entry(), last, Optional.empty(), past.open(), unknown);
        }
        var paused = Optional.ofNullable(pauses.get(secret.ref().id() + ' ' + credential.entry()))
                .filter(pause -> pause.until().isAfter(now));
        var notBefore = Stream.concat(past.failure().map(Schedules::retry).stream(), paused.map(Pause::until).stream())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        var facts = new Facts(last.get(), credential.seed(), deadline(credential), notBefore);
        return scheduled(
                secret,
                credential.entry(),
                last,
                Optional.of(schedule.next(facts, now)),
                Optional.empty(),
                paused.map(Pause::reason).or(() -> past.failure().map(Schedules::told)));
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    /** The end of the rotation that brought the credential, unless somebody has replaced it since. */
    private static Optional<Instant> last(Credential credential, Past past) {
        return past.done()
                .filter(done -> credential.subject().currentId().equals(Optional.of(done.newId())))
                .map(RotationSummaries.Done::at)
                .or(() -> Stream.concat(
                                credential.made().stream(), past.done().map(RotationSummaries.Done::at).stream())
                        .max(Comparator.naturalOrder()));
    }

    private static Instant retry(Failure failure) {
        var doubled = SOONEST_RETRY.multipliedBy(1L << Math.min(failure.inARow() - 1, 5));
        return failure.at().plus(doubled.compareTo(LATEST_RETRY) < 0 ? doubled : LATEST_RETRY);
    }

    private static String told(Failure failure) {
        return "%s ended as %s, number %d in a row; it is tried again not before %s"
                .formatted(failure.rotation(), failure.state(), failure.inARow(), retry(failure));
    }

    private Optional<Instant> deadline(Credential credential) {
        return credential.expires().map(expires -> {
            var quarter = credential
                    .made()
                    .map(made -> Duration.between(made, expires).dividedBy(4));
            return expires.minus(quarter.filter(span -> span.compareTo(limits.expiryMargin()) < 0)
                    .orElse(limits.expiryMargin()));
        });
    }

    @Override
    public List<Runnable> claim(int most) {
        if (!mayBegin.getAsBoolean()) {
            return List.of();
        }
        var now = clock.instant();
        var all = all();
        complain(all);
        pauses.values().removeIf(pause -> !pause.until().isAfter(now));
        return all.stream()
                .filter(scheduled -> scheduled.isDue(now))
                .limit(most)
                .<Runnable>map(scheduled -> () -> begin(scheduled))
                .toList();
    }

    /** What cannot be carried out as it is written down is said once. */
    private void complain(List<Scheduled> all) {
        var problems = new HashMap<String, String>();
        for (var scheduled : all) {
            if (scheduled.next().isEmpty() && scheduled.rotation().isEmpty()) {
                var problem = scheduled.problem().orElse("");
                problems.put(scheduled.key(), problem);
                if (!problem.equals(complained.get(scheduled.key()))) {
                    warn(scheduled, problem, "A schedule cannot be kept");
                }
            }
        }
        complained = problems;
    }

    private void begin(Scheduled due) {
        if (!mayBegin.getAsBoolean()) {
            return;
        }
        var target = new Target.InSecret(due.secret(), Optional.of(due.entry()));
        try {
            tell(due, begin.apply(new Wish(target, false, Optional.empty(), REQUESTED_BY)));
        } catch (RotationsUnavailableException | ClusterUnavailableException | IssuerUnavailableException away) {
            pause(due, String.valueOf(away.getMessage()));
        }
    }

    private void tell(Scheduled due, Result result) {
        switch (result) {
            case Result.Begun(var rotation) ->
                LOG.atInfo()
                        .addKeyValue("secret", due.secret())
                        .addKeyValue("entry", due.entry())
                        .addKeyValue("rotation", rotation.id())
                        .log("A rotation has begun as scheduled");
            case Result.Refused refused ->
                warn(due, String.join("; ", refused.reasons()), "A scheduled rotation was refused");
            case Result.Busy(var other) -> pause(due, other + " is under way, of the same account or Secret");
            case Result.Unknown(var reason) -> pause(due, reason);
            case Result.Dry _ -> throw new IllegalStateException("Nobody asked for a rehearsal");
        }
    }

    private void pause(Scheduled due, String reason) {
        pauses.put(due.key(), new Pause(clock.instant().plus(PAUSE), reason));
        warn(due, reason, "A scheduled rotation could not begin; it is tried again");
    }

    private static void warn(Scheduled scheduled, String reason, String message) {
        LOG.atWarn()
                .addKeyValue("secret", scheduled.secret())
                .addKeyValue("entry", scheduled.entry())
                .addKeyValue("reason", reason)
                .log(message);
    }
}
