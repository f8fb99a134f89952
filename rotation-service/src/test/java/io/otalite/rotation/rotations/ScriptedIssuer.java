package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** An issuer whose answers a test chooses. It keeps the laws of the port: what it was told once it need not be told again. */
final class ScriptedIssuer implements CredentialIssuer {
    static final String KIND = "scripted";

    private final String kind;
    private final Crash crash;
    private final Clock clock;
    private final Map<String, Standing> standings = new LinkedHashMap<>();
    private final Map<Bytes, String> byIntent = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private Proof proof = new Proof.Proven(List.of("accepted"));
    private Predicate<String> held = _ -> false;
    private Usage oldUse;
    private Function<Instant, Usage> newUse;
    private final Set<ObjectRef> naming = new TreeSet<>();
    private Runnable beforeStanding = () -> {};
    private Duration lag = Duration.ZERO;
    private final Map<String, Instant> enabled = new LinkedHashMap<>();

    ScriptedIssuer(Crash crash, Clock clock) {
        this(KIND, crash, clock);
    }

    ScriptedIssuer(String kind, Crash crash, Clock clock) {
        this.kind = kind;
        this.crash = crash;
        this.clock = clock;
        standings.put("key-0", Standing.ENABLED);
    }

    void refuse(String reason) {
        refusals.add(reason);
    }

    void answerProofsWith(Proof answer) {
        proof = answer;
    }

    void answerUseOfOldWith(Usage answer) {
        oldUse = answer;
    }

    void answerUseOfNewWith(Usage answer) {
        newUse = _ -> answer;
    }

    /** The new credential was used at that moment for the last time. */
    void lastUseOfNew(Instant used) {
        newUse = since -> used.isAfter(since) ? new Usage.Used(used) : new Usage.Silent(clock.instant());
    }

    /** What happens while somebody waits for the answer how a key stands. */
    void whileItIsAskedHowKeysStand(Runnable event) {
        beforeStanding = event;
    }

    /** For so long what was enabled is shown as it was before. */
    void showEnabledAfter(Duration time) {
        lag = time;
    }

    /** Those that are not gone. */
    Map<String, Standing> standings() {
        var living = new LinkedHashMap<>(standings);
        living.values().removeIf(standing -> standing == Standing.GONE);
        return living;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> refusals(Subject subject, Map<ObjectRef, Set<String>> places) {
        return List.copyOf(refusals);
    }

    /** Somebody writes down what a key is called. */
    void onlyNamedBy(ObjectRef holder) {
        naming.add(holder);
    }

    @Override
    public Set<ObjectRef> having(Subject subject, String id, Set<ObjectRef> named) {
        var having = new TreeSet<>(named);
        having.removeAll(naming);
        return having;
    }

    @Override
    public Bytes intend(Subject subject) {
        return Bytes.utf8("intent " + byIntent.size());
    }

    @Override
    public Issued issue(Subject subject, Bytes intent) {
        crash.around("issue", () -> {
            var id = byIntent.computeIfAbsent(intent, _ -> "key-" + (byIntent.size() + 1));
            standings.putIfAbsent(id, Standing.ENABLED);
        });
        var id = byIntent.get(intent);
        return new Issued(id, Map.of(Issued.WHOLE, Bytes.utf8("content of " + id)));
    }

    @Override
    public void discard(Subject subject, Bytes intent, Optional<String> issued) {
        crash.around("discard", () -> {
            var id = byIntent.get(intent);
            if (id != null) {
                standings.put(id, Standing.GONE);
            }
        });
    }

    @Override
    public Proof prove(Subject subject, Issued issued) {
        crash.around("prove", () -> {});
        return proof;
    }

    @Override
    public Usage usage(Subject subject, String id, Instant since) {
        if (id.equals(subject.currentId().orElseThrow()) && oldUse != null) {
            return oldUse;
        }
        if (!id.equals(subject.currentId().orElseThrow()) && newUse != null) {
            return newUse.apply(since);
        }
        return held.test(id) ? new Usage.Used(clock.instant()) : new Usage.Silent(clock.instant());
    }

    /** Whoever holds a key uses it all the time. */
    void heldWhere(Predicate<String> holds) {
        held = holds;
    }

    /** Somebody else does something with a key. */
    void put(String id, Standing standing) {
        standings.put(id, standing);
    }

    @Override
    public Standing standing(Subject subject, String id) {
        beforeStanding.run();
        var spread = enabled.getOrDefault(id, Instant.MIN).plus(lag);
        return clock.instant().isBefore(spread) ? Standing.DISABLED : standings.getOrDefault(id, Standing.GONE);
    }

    @Override
    public void change(Subject subject, String id, Standing standing) {
        crash.around("change " + id + " to " + standing, () -> {
            if (standing(subject, id) == Standing.GONE && standing != Standing.GONE) {
                throw new IssuerRefusedException(id + " is gone");
            }
            if (standing == Standing.ENABLED && standings.get(id) == Standing.DISABLED) {
                enabled.put(id, clock.instant());
            }
            standings.put(id, standing);
        });
    }
}
