package io.otalite.backup.credential;

import io.otalite.backup.credential.KeyFile.Reading;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client for the bucket, always the one of the last good key.
 *
 * <p>{@link #look()} is called every few seconds by one thread; everything else is thread-safe. The rules:
 * <ol>
 *   <li>a file with other content than before is proven at once, and its client is taken up only when the proof is good;
 *   <li>a bad or missing new file leaves the last good client in place, which is then proven by itself;
 *   <li>what is bad stays on trial: it is taken up as soon as it works, as a new key does once its issuer knows it everywhere;
 *   <li>a client whose key the issuer refuses is given up although its cached token may work for another hour: a revoked
 *       key is a withdrawn permission, and held records are not lost;
 *   <li>no answer changes nothing.
 * </ol>
 *
 * @param <C> the client
 */
public final class LiveCredential<C> {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCredential.class);

    private final KeyFile file;
    private final KeyProver<C> prover;
    private final ProofIntervals intervals;
    private final Clock clock;
    private final Runnable onChange;
    private final AtomicBoolean doubted = new AtomicBoolean();

    private volatile Mounted mounted;
    private volatile @Nullable InUse<C> inUse;
    private Instant nextProof = Instant.MIN;

    /** @param onChange called after every change of state, in the thread of {@link #look()} */
    public LiveCredential(KeyFile file, KeyProver<C> prover, ProofIntervals intervals, Clock clock, Runnable onChange) {
        this.file = file;
        this.prover = prover;
        this.intervals = intervals;
        this.clock = clock;
        this.onChange = onChange;
        this.mounted = new Mounted(
                new CredentialState.Missing("The key file has not been looked at yet"),
                Optional.empty(),
                clock.instant());
    }

    /**
     * The client to work with.
     *
     * @throws UnavailableException with {@link HoldCause#CREDENTIAL} or {@link HoldCause#ACCESS} when there is none; the
     *     detail says what is wrong with the key
     */
    public C client() {
        var current = inUse;
        if (current != null) {
            return current.client();
        }
        var state = mounted.state();
        throw new UnavailableException(cause(state), state.detail());
    }

    public CredentialStatus status() {
        var seen = mounted;
        var current = inUse;
        return new CredentialStatus(
                seen.state(), seen.since(), current == null ? Optional.empty() : Optional.of(current.key()));
    }

    /** Somebody met a refusal while working: the next look proves the key whatever the time. */
    public void doubt() {
        doubted.set(true);
    }

    /** Looks at the file and proves what has to be proven now. */
    public void look() {
        var before = status();
        var now = clock.instant();
        var reading = file.read();
        var digest = reading instanceof Reading.Present(var content)
                ? Optional.of(content.sha256())
                : Optional.<Sha256>empty();
        var asked = doubted.getAndSet(false);
        if (digest.equals(mounted.digest()) && !asked && now.isBefore(nextProof)) {
            return;
        }
        var state = switch (reading) {
            case Reading.Absent(var why) -> new CredentialState.Missing(why);
            case Reading.Present(var content) -> judge(content, asked);
        };
        mounted = mounted.next(state, digest, now);
        proveWhatIsStillInUse(digest, asked);
        nextProof = clock.instant().plus(status().degraded() ? intervals.failing() : intervals.working());
        report(before);
    }

    private CredentialState judge(Bytes content, boolean clientIsDoubted) {
        return switch (prover.prove(content)) {
            case Proof.Good<C> good -> {
                takeUp(content, good, clientIsDoubted);
                yield new CredentialState.Proven(good.key());
            }
            case Proof.Malformed<C>(var why) -> new CredentialState.Malformed(why);
            case Proof.WrongAccount<C>(var key, var why) -> new CredentialState.WrongAccount(key, why);
            case Proof.Refused<C>(var key, var why) -> refused(content, new CredentialState.Refused(key, why));
            case Proof.NotAdmitted<C>(var key, var why) -> new CredentialState.NotAdmitted(key, why);
            case Proof.NoAnswer<C>(var key, var why) -> new CredentialState.Unproven(key, why);
        };
    }

    /** A client that was refused although its key is good keeps a token that is not: the proven one takes its place. */
    private void takeUp(Bytes content, Proof.Good<C> good, boolean clientIsDoubted) {
        if (clientIsDoubted || !isInUse(content)) {
            inUse = new InUse<>(content, good.key(), good.client());
        }
    }

    private CredentialState refused(Bytes content, CredentialState state) {
        if (isInUse(content)) {
            inUse = null;
        }
        return state;
    }

    /** A last good key that is no longer the mounted one can be revoked as well, and its client be left with a bad token. */
    private void proveWhatIsStillInUse(Optional<Sha256> mountedDigest, boolean clientIsDoubted) {
        var current = inUse;
        if (current == null
                || mountedDigest.equals(Optional.of(current.content().sha256()))) {
            return;
        }
        switch (prover.prove(current.content())) {
            case Proof.Good<C> good -> takeUp(current.content(), good, clientIsDoubted);
            case Proof.Refused<C> _ -> inUse = null;
            case Proof.Malformed<C> _, Proof.WrongAccount<C> _, Proof.NotAdmitted<C> _, Proof.NoAnswer<C> _ -> {
                // Nothing that withdraws this key.
            }
        }
    }

    private boolean isInUse(Bytes content) {
        var current = inUse;
        return current != null && current.content().equals(content);
    }

    private void report(CredentialStatus before) {
        var after = status();
        if (after.equals(before)) {
            return;
        }
        var record = after.degraded() ? LOG.atWarn() : LOG.atInfo();
        record.addKeyValue("state", after.mounted().code())
                .addKeyValue("detail", after.detail())
                .addKeyValue("keyInUse", after.inUse().map(KeyIdentity::keyId).orElse("none"))
                .log("Credential of the archive changed");
        onChange.run();
    }

    private static HoldCause cause(CredentialState state) {
        return switch (state) {
            case CredentialState.NotAdmitted _ -> HoldCause.ACCESS;
            case CredentialState.Unproven _ -> HoldCause.STORE;
            case CredentialState.Missing _,
                    CredentialState.Malformed _,
                    CredentialState.WrongAccount _,
                    CredentialState.Refused _,
                    CredentialState.Proven _ -> HoldCause.CREDENTIAL;
        };
    }

    private record InUse<C>(Bytes content, KeyIdentity key, C client) {}

    /** What was made of the content with this digest. */
    private record Mounted(CredentialState state, Optional<Sha256> digest, Instant since) {
        Mounted next(CredentialState found, Optional<Sha256> ofDigest, Instant now) {
            var asBefore = ofDigest.equals(digest) && works(found) == works(state);
            return new Mounted(found, ofDigest, asBefore ? since : now);
        }

        private static boolean works(CredentialState state) {
            return state instanceof CredentialState.Proven;
        }
    }
}
