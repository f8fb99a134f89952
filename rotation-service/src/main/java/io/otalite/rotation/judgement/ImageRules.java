package io.otalite.rotation.judgement;

import io.otalite.rotation.judgement.ImageView.ImageState;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Place.Part;
import io.otalite.rotation.observation.Reference;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.ServiceAccount;
import io.otalite.rotation.observation.Use;
import io.otalite.rotation.observation.World;
import java.util.List;
import java.util.Optional;

/** Whether images can be pulled: at the next start, on a node that has none of them. */
final class ImageRules {
    private final World world;
    private final ImageView images;

    ImageRules(World world, ImageView images) {
        this.world = world;
        this.images = images;
    }

    Optional<Reason> judge(Case one) {
        var image = one.reference().target().name();
        return switch (images.latest(image, pullSecrets(world, one.holder()))) {
            case ImageState.Pullable _, ImageState.Unchecked _ -> Optional.empty();
            case ImageState.Absent _ -> Optional.of(absent(one, image));
            case ImageState.Denied(String why) ->
                Optional.of(one.reason(
                        Verdict.AT_RISK,
                        Cause.IMAGE_DENIED,
                        "%s, which the registry does not give to the pod's pull secrets: %s".formatted(one.who(), why),
                        Optional.empty()));
            case ImageState.Unreachable(String why) ->
                Optional.of(one.reason(
                        Verdict.AT_RISK,
                        Cause.IMAGE_UNREACHABLE,
                        "%s, and its registry does not answer: %s".formatted(one.who(), why),
                        Optional.empty()));
        };
    }

    /** Those of the pod, or where it names none, those of its service account (as admission does it). */
    static List<ObjectRef> pullSecrets(World world, Referrer holder) {
        var own = targets(holder.references(), Use.PULL_SECRET);
        if (!own.isEmpty()) {
            return own;
        }
        return targets(holder.references(), Use.SERVICE_ACCOUNT).stream()
                .map(world::find)
                .flatMap(Optional::stream)
                .filter(ServiceAccount.class::isInstance)
                .flatMap(account -> targets(((ServiceAccount) account).pullSecrets(), Use.PULL_SECRET).stream())
                .toList();
    }

    private static List<ObjectRef> targets(List<Reference> references, Use use) {
        return references.stream()
                .filter(reference -> reference.use() == use)
                .map(Reference::target)
                .toList();
    }

    private Reason absent(Case one, String image) {
        var alwaysPulled = one.holder()
                .template()
                .imagesAlwaysPulled()
                .contains(one.reference().path());
        var cached = !alwaysPulled
                && RunningRules.pods(world, one.workload()).stream()
                        .anyMatch(pod -> pod.images().contains(image));
        var verdict = cached ? Verdict.AT_RISK : one.loss();
        var message = cached
                ? one.who() + ", which is not in its registry; nodes that have it still start it, a new node does not"
                : one.who() + ", which is not in its registry";
        var fix = one.reference().place().part() == Part.EPHEMERAL
                ? "kubectl debug with an image that exists"
                : "push %s again, or roll out an image that exists".formatted(image);
        return one.reason(verdict, Cause.IMAGE_ABSENT, message, Optional.empty())
                .mendedBy(Optional.empty(), new Fix.Advice(fix));
    }
}
