package io.otalite.rotation.judgement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A judgement as JSON, the same wherever it is told: over REST, by an audit, in an event. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgementView(
        ObjectRef workload,
        boolean suspended,
        Verdict verdict,
        @JsonProperty("judged_at") Instant judgedAt,
        List<ReasonView> reasons) {
    /** Others that are hit by the same thing are counted, and so many of them named. */
    private static final int NAMED = 5;

    public JudgementView {
        reasons = List.copyOf(reasons);
    }

    /** One reason. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReasonView(
            Verdict verdict,
            String cause,
            @Nullable String revision,
            String path,
            ObjectRef target,
            @Nullable String key,
            String message,
            @Nullable Instant since,
            String evidence,
            @Nullable String nearest,
            @JsonProperty("also_affected") Others alsoAffected,
            @Nullable FixView fix) {}

    /** Who else depends on the target. */
    public record Others(int count, List<ObjectRef> some) {}

    /** How to mend it. @param patch a JSON patch (RFC 6902) of the workload */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FixView(String command, @Nullable JsonNode patch) {}

    /** @param world tells who else is hit */
    public static JudgementView of(Judgement judgement, World world) {
        return of(judgement, world::dependents);
    }

    /** @param dependents of an object; many reasons may ask for the same ones */
    public static JudgementView of(Judgement judgement, Function<ObjectRef, Set<ObjectRef>> dependents) {
        var reasons = judgement.reasons().stream()
                .map(reason -> of(reason, judgement.workload(), dependents))
                .toList();
        return new JudgementView(
                judgement.workload(), judgement.suspended(), judgement.verdict(), judgement.at(), reasons);
    }

    private static ReasonView of(Reason reason, ObjectRef workload, Function<ObjectRef, Set<ObjectRef>> dependents) {
        return new ReasonView(
                reason.verdict(),
                reason.cause().word(),
                reason.revision().orElse(null),
                reason.path(),
                reason.target(),
                reason.key().orElse(null),
                reason.message(),
                reason.since().orElse(null),
                reason.evidence(),
                reason.nearest().orElse(null),
                others(dependents.apply(reason.target()), workload),
                reason.fix().map(JudgementView::of).orElse(null));
    }

    /** The others that would be hit, too. */
    public static Others others(Reason reason, ObjectRef workload, World world) {
        return others(world.dependents(reason.target()), workload);
    }

    private static Others others(Set<ObjectRef> dependents, ObjectRef workload) {
        var others =
                dependents.stream().filter(other -> !other.equals(workload)).toList();
        return new Others(others.size(), others.stream().sorted().limit(NAMED).toList());
    }

    private static FixView of(Fix fix) {
        var patch = switch (fix) {
            case Fix.UseName use -> use.patch();
            case Fix.UseKey use -> use.patch();
            case Fix.MakeOptional optional -> optional.patch();
            case Fix.CopyObject _, Fix.CreateObject _, Fix.AddKey _, Fix.Advice _ -> null;
        };
        return new FixView(fix.command(), patch);
    }
}
