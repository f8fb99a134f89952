package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.Claim;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.ServiceAccount;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.Sighting.Gone;
import io.otalite.rotation.observation.StorageClass;
import io.otalite.rotation.observation.Use;
import io.otalite.rotation.observation.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows from each reference of a template. */
final class ReferenceRules {
    /** Through a claim, its class and that class's secrets; nothing in Kubernetes goes further. */
    private static final int DEEPEST = 4;

    private final World world;
    private final ImageRules images;
    private final GoogleRules google;
    private final Suggestions suggestions;

    ReferenceRules(World world, ImageView images, Duration warnBefore) {
        this.world = world;
        this.images = new ImageRules(world, images);
        this.google = new GoogleRules(warnBefore);
        this.suggestions = new Suggestions(world);
    }

    /** @param holder the workload itself, or one of its revisions */
    List<Reason> judge(Referrer holder, Referrer workload, Instant now) {
        var reasons = new ArrayList<Reason>();
        for (var reference : holder.references()) {
            judge(new Case(holder, workload, reference), now, 0, reasons);
        }
        // One missing object may be named by several entries of one volume.
        Map<String, Reason> distinct = new LinkedHashMap<>();
        reasons.forEach(reason -> distinct.putIfAbsent(reason.identity(), reason));
        return List.copyOf(distinct.values());
    }

    private void judge(Case one, Instant now, int depth, List<Reason> reasons) {
        if (depth > DEEPEST) {
            return;
        }
        switch (one.reference().use()) {
            case IMAGE, IMAGE_VOLUME -> images.judge(one).ifPresent(reasons::add);
            case NODE_LABELS -> Placement.judge(world, one).ifPresent(reasons::add);
            case SCHEDULING_GATE -> reasons.add(Placement.gate(one));
            case MOUNTABLE, NAMED_IN_ROLE, IMAGE_PRELOADED -> {
                // They need nothing.
            }
            default -> look(one, now, depth, reasons);
        }
    }

    private void look(Case one, Instant now, int depth, List<Reason> reasons) {
        switch (world.look(one.reference().target())) {
            case Sighting.Unseen(String why, boolean watched) ->
                unseen(one, why, watched).ifPresent(reasons::add);
            case Sighting.Missing(Optional<Gone> gone) -> missing(one, gone).ifPresent(reasons::add);
            case Sighting.Found(Observed object) -> found(one, object, now, depth, reasons);
        }
    }

    private Optional<Reason> unseen(Case one, String why, boolean watched) {
        var use = one.reference().use();
        var ofGoogle = use == Use.GOOGLE_ACCOUNT || use == Use.GOOGLE_KEY;
        if (one.reference().optional() || use == Use.FILE_NAME || use == Use.SUB_PATH || (ofGoogle && !watched)) {
            return Optional.empty();
        }
        var message = one.who() + ", of which nothing is known" + (watched ? ": " + why : "");
        var reason = one.reason(Verdict.UNKNOWN, Cause.NOT_VISIBLE, message, Optional.empty());
        return Optional.of(suggestions.forUnseen(one, reason));
    }

    private Optional<Reason> missing(Case one, Optional<Gone> gone) {
        var use = one.reference().use();
        if (use == Use.FILE_NAME || use == Use.SUB_PATH || one.loss() == Verdict.OK) {
            return Optional.empty();
        }
        if (use == Use.GOOGLE_KEY || use == Use.GOOGLE_ACCOUNT) {
            return Optional.of(GoogleRules.missing(one));
        }
        if (!one.reference().optional() && isMadeByAnother(one)) {
            return Optional.of(one.reason(
                    Verdict.AT_RISK,
                    Cause.NOT_MADE_YET,
                    one.who() + ", which does not exist yet; "
                            + world.producers(one.reference().target())
                                    .getFirst()
                                    .ref() + " makes it",
                    gone.map(Gone::at)));
        }
        var what = gone.isPresent() ? ", which was deleted" : ", which does not exist";
        var reason = one.reason(one.loss(), Cause.OBJECT_MISSING, one.who() + what, gone.map(Gone::at));
        return Optional.of(suggestions.forObject(one, reason, gone.map(Gone::last)));
    }

    /** Whether somebody is there who writes the object, and does not say that it fails. */
    private boolean isMadeByAnother(Case one) {
        var producers = world.producers(one.reference().target());
        return !producers.isEmpty()
                && producers.stream()
                        .allMatch(producer ->
                                producer.failing().isEmpty() && !producer.meta().deleting());
    }

    private void found(Case one, Observed object, Instant now, int depth, List<Reason> reasons) {
        if (object.meta().deleting()) {
            reasons.add(one.reason(
                    Verdict.AT_RISK,
                    Cause.OBJECT_VANISHING,
                    one.who() + ", which is being deleted",
                    Optional.empty(),
                    object));
        }
        switch (object) {
            case DataObject data -> data(one, data, now, reasons);
            case ServiceAccount account -> account(one, account, now, depth, reasons);
            case Claim claim -> claim(one, claim, now, depth, reasons);
            case StorageClass storage ->
                storage.references().forEach(next -> judge(one.through(next), now, depth + 1, reasons));
            case GoogleAccount account -> google.account(one, account).ifPresent(reasons::add);
            case GoogleKey key -> google.key(one, key, now).ifPresent(reasons::add);
            default -> {
                // It is enough that it is there.
            }
        }
    }

    private void data(Case one, DataObject data, Instant now, List<Reason> reasons) {
        var key = one.reference().neededKey();
        if (key.isPresent() && !data.entries().containsKey(key.get())) {
            var reason = one.reason(
                    one.loss(),
                    Cause.KEY_MISSING,
                    "%s, which has no entry %s".formatted(one.who(), key.get()),
                    data.changed(),
                    data);
            reasons.add(suggestions.forKey(one, reason, data));
            return;
        }
        if (one.reference().use() == Use.FILE_NAME || one.reference().use() == Use.SUB_PATH) {
            return;
        }
        if (one.shouldBeOptional()) {
            reasons.add(one.reason(
                            Verdict.AT_RISK,
                            Cause.SHOULD_BE_OPTIONAL,
                            one.who()
                                    + " for a feature that was declared to be optional, and would not start without it",
                            Optional.empty(),
                            data)
                    .mendedBy(Optional.empty(), suggestions.makeOptional(one)));
        }
        producers(one, data, reasons);
        google.keyFiles(one, data).forEach(reasons::add);
        for (var held : data.references()) {
            if (key.isEmpty() || held.path().equals("/data/" + key.get())) {
                judge(one.through(held), now, 1, reasons);
            }
        }
    }

    /** An object that is written by others is only as good as they are. */
    private void producers(Case one, DataObject data, List<Reason> reasons) {
        for (var producer : world.producers(data.ref())) {
            if (producer.failing().isPresent()) {
                reasons.add(one.reason(
                                Verdict.AT_RISK,
                                Cause.PRODUCER_FAILING,
                                "%s, which is written by %s, and that fails: %s"
                                        .formatted(
                                                one.who(),
                                                producer.ref(),
                                                producer.failing().get()),
                                producer.failingSince(),
                                producer)
                        .mendedBy(
                                Optional.empty(),
                                new Fix.Advice("kubectl -n %s describe %s %s"
                                        .formatted(
                                                producer.ref().namespace(),
                                                Kinds.onCommandLine(
                                                        producer.ref().kind()),
                                                producer.ref().name()))));
            }
        }
        for (var owner : data.meta().owners()) {
            var gone = world.look(owner.ref()) instanceof Sighting.Missing;
            var going = world.find(owner.ref())
                    .filter(object -> object.meta().deleting())
                    .isPresent();
            if (gone || going) {
                reasons.add(one.reason(
                        Verdict.AT_RISK,
                        Cause.OBJECT_VANISHING,
                        "%s, which will be collected: its owner %s is %s"
                                .formatted(one.who(), owner.ref(), gone ? "gone" : "being deleted"),
                        Optional.empty(),
                        data));
            }
        }
    }

    private void account(Case one, ServiceAccount account, Instant now, int depth, List<Reason> reasons) {
        if (one.reference().use() != Use.SERVICE_ACCOUNT) {
            return;
        }
        var namesNone = one.holder().references().stream().noneMatch(reference -> reference.use() == Use.PULL_SECRET);
        for (var reference : account.references()) {
            if (reference.use() == Use.GOOGLE_ACCOUNT || (reference.use() == Use.PULL_SECRET && namesNone)) {
                judge(one.through(reference), now, depth + 1, reasons);
            }
        }
        for (var reference : one.holder().references()) {
            var mounts = reference.use() == Use.VOLUME
                    || reference.use() == Use.ENV_VALUE
                    || reference.use() == Use.ENV_FROM
                    || reference.use() == Use.PULL_SECRET;
            if (mounts
                    && reference.target().kind().equals(Kinds.SECRET)
                    && !account.mayMount(reference.target().name())) {
                reasons.add(new Case(one.holder(), one.workload(), reference)
                        .reason(
                                Verdict.BLOCKED_START,
                                Cause.NOT_MOUNTABLE,
                                "%s may mount only the Secrets it lists, and %s is not among them"
                                        .formatted(account.ref(), reference.target()),
                                Optional.empty(),
                                account));
            }
        }
    }

    private void claim(Case one, Claim claim, Instant now, int depth, List<Reason> reasons) {
        if (claim.phase().equals("Lost")) {
            reasons.add(one.reason(
                    one.loss(), Cause.CLAIM_LOST, one.who() + ", which has lost its volume", Optional.empty(), claim));
        }
        // What is bound needs its class no more to start, but its class's secrets at every mount.
        for (var reference : claim.references()) {
            if (reference.use() == Use.STORAGE_CLASS
                    && (claim.phase().equals("Pending")
                            || world.find(reference.target()).isPresent())) {
                judge(one.through(reference), now, depth + 1, reasons);
            }
        }
    }
}
