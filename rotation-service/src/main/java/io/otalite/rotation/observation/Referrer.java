package io.otalite.rotation.observation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An object that stops working when something it refers to is not there: above all everything that holds the template of a pod.
 *
 * @param role what becomes of its references
 * @param replicas how many pods it wants
 * @param surge how many more it may make during a rollout
 * @param template what else its template says
 * @param optionalUses what its owner declares to serve an optional feature, as {@code secret/NAME} or {@code secret/NAME/KEY}
 * @param rollout of a Deployment, and of a ReplicaSet that was made for a rotation
 */
public record Referrer(
        ObjectRef ref,
        Meta meta,
        Role role,
        int replicas,
        int surge,
        List<Reference> references,
        TemplateFacts template,
        List<String> optionalUses,
        Optional<Rollout> rollout)
        implements Observed {

    /**
     * What is asked of a template beside its references.
     *
     * @param imagesAlwaysPulled the paths of containers whose image is pulled at every start
     * @param copied the Secrets and ConfigMaps whose values a container keeps as they were when it started
     */
    public record TemplateFacts(List<String> imagesAlwaysPulled, List<ObjectRef> copied) {
        static final TemplateFacts NONE = new TemplateFacts(List.of(), List.of());

        public TemplateFacts {
            imagesAlwaysPulled = List.copyOf(imagesAlwaysPulled);
            copied = List.copyOf(copied);
        }
    }

    /** The role of a referrer. */
    public enum Role {
        /** Makes pods from a template. */
        WORKLOAD,
        /** Makes pods from a template, and is told not to for now. */
        SUSPENDED,
        /** A template that a controller keeps, to be able to go back to it. */
        REVISION,
        /** Has ended, or belongs to a workload that is judged by its own template. */
        ENDED,
        /** Carries traffic; pods do not need it. */
        ROUTE,
        /** Of a kind that this service does not know. */
        CUSTOM,
        /** Points at something without needing it. */
        HINT
    }

    public Referrer {
        references = List.copyOf(references);
        optionalUses = List.copyOf(optionalUses);
    }

    /** Whether somebody wants to know how it is. */
    public boolean isJudged() {
        return role != Role.REVISION && role != Role.ENDED && role != Role.HINT;
    }

    /** Whether the reference serves what its owner has declared to be an optional feature. */
    public boolean isForOptionalFeature(Reference reference) {
        var target = reference.target().kind().toLowerCase(Locale.ROOT)
                + '/'
                + reference.target().name();
        return optionalUses.contains(target) || optionalUses.contains(target + '/' + reference.key());
    }

    /** Whether a template of another object refers to the same things. A change of nothing else makes no difference here. */
    public boolean needsTheSameAs(Referrer other) {
        return needs().equals(other.needs());
    }

    /** What the template needs, without the paths, which depend on where it stands. */
    private Set<Reference> needs() {
        return references.stream()
                .filter(reference -> reference.path().contains("/template/"))
                .map(Reference::withoutPath)
                .collect(Collectors.toSet());
    }

    /** The same object, known to be the one that a cluster has. */
    public Referrer inPlaceOf(Observed living) {
        var known = new Meta(
                living.meta().uid(),
                living.meta().resourceVersion(),
                living.meta().created(),
                meta.deleting(),
                living.meta().owners(),
                meta.annotations());
        return new Referrer(ref, known, role, replicas, surge, references, template, optionalUses, rollout);
    }
}
