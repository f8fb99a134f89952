package io.otalite.rotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.rest.AccessConfig;
import io.otalite.rest.AdminToken;
import io.otalite.rest.Authorisation;
import io.otalite.rotation.images.CheckPace;
import io.otalite.rotation.images.CheckedImages;
import io.otalite.rotation.images.ImagesConfig;
import io.otalite.rotation.images.kubernetes.ClusterPullSecrets;
import io.otalite.rotation.images.registry.HttpImageRegistry;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.JudgementConfig;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.registry.CheckedImageView;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.leadership.LeaseConfig;
import io.otalite.rotation.leadership.kubernetes.LeaseLeadership;
import io.otalite.rotation.links.LinkGraph;
import io.otalite.rotation.links.Orphans;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.google.GoogleConfig;
import io.otalite.rotation.observation.google.IamPoll;
import io.otalite.rotation.observation.kubernetes.ClusterConfig;
import io.otalite.rotation.observation.kubernetes.ClusterInformers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The whole object graph, from the outside in: read it from the top. */
@ApplicationScoped
public class Wiring {
    /** The first pause after an image was not found; it doubles. */
    private static final Duration SOONEST_CHECK = Duration.ofSeconds(15);

    private static final int MOST_IMAGES = 20_000;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Authorisation authorisation(AccessConfig config) {
        return new AdminToken(config);
    }

    // What is there

    @Produces
    @Singleton
    World world(Clock clock) {
        return new World(clock);
    }

    @Produces
    @Singleton
    ClusterInformers informers(
            KubernetesClient client, ClusterConfig config, World world, Judgements judgements, Clock clock) {
        return new ClusterInformers(client, config, world, judgements::markAll, clock);
    }

    @Produces
    @Singleton
    Optional<IamPoll> iamPoll(GoogleConfig config, World world, Judgements judgements) {
        return config.project().map(_ -> new IamPoll(config, world, judgements::markAll));
    }

    @Produces
    @Singleton
    Leadership leadership(KubernetesClient client, LeaseConfig config) {
        if (!config.enabled()) {
            return Leadership.always();
        }
        var leadership = new LeaseLeadership(client, config);
        leadership.start();
        return leadership;
    }

    void close(@Disposes Leadership leadership) {
        if (leadership instanceof LeaseLeadership lease) {
            lease.close();
        }
    }

    // Whether images can be pulled

    @Produces
    @Singleton
    HttpImageRegistry registry(ImagesConfig config) {
        return new HttpImageRegistry(
                config.timeout(), Set.copyOf(config.insecureRegistries().orElse(List.of())));
    }

    void close(@Disposes HttpImageRegistry registry) {
        registry.close();
    }

    @Produces
    @Singleton
    CheckedImages images(
            HttpImageRegistry registry,
            KubernetesClient client,
            ImagesConfig config,
            Clock clock,
            World world,
            Instance<Judgements> judgements) {
        var soonest = config.interval().compareTo(SOONEST_CHECK) < 0 ? config.interval() : SOONEST_CHECK;
        return new CheckedImages(
                registry,
                new ClusterPullSecrets(client),
                new CheckPace(config.interval(), soonest, config.concurrency(), MOST_IMAGES),
                clock,
                Thread::startVirtualThread,
                question -> judgements.get().mark(world.dependents(new ObjectRef(Kinds.IMAGE, "", question.image()))));
    }

    @Produces
    @Singleton
    ImageView imageView(CheckedImages images, ImagesConfig config) {
        return config.enabled() ? new CheckedImageView(images) : ImageView.UNCHECKED;
    }

    // What follows from it

    @Produces
    @Singleton
    LinkGraph links(World world) {
        return new LinkGraph(world);
    }

    @Produces
    @Singleton
    Orphans orphans(World world) {
        return new Orphans(world);
    }

    @Produces
    @Singleton
    Judge judge(World world, ImageView images, JudgementConfig config) {
        return new Judge(world, images, config.warnBefore());
    }

    @Produces
    @Singleton
    Judgements judgements(World world, Judge judge, Clock clock) {
        var judgements = new Judgements(world, judge, clock);
        world.addListener(judgements);
        return judgements;
    }

    @Produces
    @Singleton
    JudgementLoop judgementLoop(
            Judgements judgements,
            ClusterInformers informers,
            JudgementConfig config,
            CheckedImages images,
            ImagesConfig imagesConfig,
            World world,
            Clock clock) {
        var loop = new JudgementLoop(judgements, informers::synced, config.interval(), clock);
        if (imagesConfig.enabled()) {
            loop.afterEachRound(() -> images.want(CheckedImageView.questions(world)));
        }
        return loop;
    }

    void start(@Observes StartupEvent event, ClusterInformers informers, Optional<IamPoll> iam, JudgementLoop loop) {
        informers.start();
        iam.ifPresent(IamPoll::start);
        loop.start();
    }

    void stop(@Observes ShutdownEvent event, ClusterInformers informers, Optional<IamPoll> iam, JudgementLoop loop) {
        loop.close();
        iam.ifPresent(IamPoll::close);
        informers.close();
    }
}
