package io.otalite.rotation.observation.kubernetes;

import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One kind: in all namespaces at once where that is permitted, and otherwise in each namespace for itself, so that one that refuses is
 * unknown and all others are not. The permission for everything is asked for again and again. Used by one thread.
 */
final class KindWatch implements AutoCloseable {
    /** A short loss is no news. */
    private static final Duration BROKEN = Duration.ofSeconds(5);

    /** Nothing is judged before everything is settled, so that what does not come must not be waited for. */
    private static final Duration UNLISTED = Duration.ofSeconds(30);

    private final ApiReader reader;
    private final ApiKind kind;
    private final World world;
    private final Views views;
    private final Duration retryRefused;
    private final Runnable wake;
    private final ScopeWatch everywhere;
    private final Map<String, ScopeWatch> byNamespace = new TreeMap<>();

    /** Namespaces of which something was told once; a narrower view hides a wider one, so it has to be kept up. */
    private final Set<String> told = new TreeSet<>();

    private boolean settled;
    private boolean outOfSight;

    KindWatch(ApiReader reader, ApiKind kind, World world, Views views, Duration retryRefused, Runnable wake) {
        this.reader = reader;
        this.kind = kind;
        this.world = world;
        this.views = views;
        this.retryRefused = retryRefused;
        this.wake = wake;
        everywhere = watch("");
    }

    private ScopeWatch watch(String namespace) {
        return new ScopeWatch(reader, kind, namespace, world, retryRefused, wake).start();
    }

    ApiKind kind() {
        return kind;
    }

    /** Whether everything is either seen or known to be out of reach. */
    boolean isSettled() {
        return settled;
    }

    /** Whether something of it was seen and is not seen now. */
    boolean isOutOfSight() {
        return outOfSight;
    }

    /**
     * Tells what is seen.
     *
     * @param namespaces where to look if not everywhere; empty while that is not known
     * @param now from which the patience with what is broken is measured
     */
    void look(Optional<? extends Collection<String>> namespaces, Instant now) {
        var state = everywhere.look(now);
        outOfSight = state == ScopeWatch.State.OUT_OF_SIGHT;
        switch (state) {
            case LISTING -> unlisted("", everywhere, now);
            case OUT_OF_SIGHT ->
                broken(everywhere, now).ifPresent(reason -> {
                    told.forEach(namespace -> views.lose(scope(namespace), reason));
                    views.lose(scope(""), reason);
                });
            case WATCHING, ABSENT -> {
                byNamespace.values().forEach(ScopeWatch::close);
                byNamespace.clear();
                if (everywhere.isConfirmed() || !settled) {
                    told.forEach(namespace -> views.see(scope(namespace)));
                    views.see(scope(""));
                }
                settled = true;
            }
            case REFUSED -> refused(namespaces, now);
        }
    }

    /** A kind whose list fails for long is out of reach. @return whether that is so */
    private boolean unlisted(String namespace, ScopeWatch watch, Instant now) {
        var trouble = watch.troubleFor(UNLISTED, now);
        trouble.ifPresent(known -> {
            views.lose(scope(namespace), "%s cannot be listed: %s".formatted(kind.plural(), known.reason()));
            settled |= namespace.isEmpty();
        });
        return trouble.isPresent();
    }

    private static Optional<String> broken(ScopeWatch watch, Instant now) {
        return watch.troubleFor(BROKEN, now)
                .map(known -> "the watch is broken since %s: %s"
                        .formatted(known.since().truncatedTo(ChronoUnit.SECONDS), known.reason()));
    }

    private void refused(Optional<? extends Collection<String>> namespaces, Instant now) {
        views.refuse(
                scope(""),
                "no permission to list %s%s".formatted(kind.plural(), kind.namespaced() ? " in all namespaces" : ""));
        if (!kind.namespaced()) {
            settled = true;
        } else if (namespaces.isPresent()) {
            settled = true;
            each(namespaces.get(), now);
        }
    }

    private void each(Collection<String> namespaces, Instant now) {
        byNamespace.entrySet().removeIf(entry -> isGone(entry, namespaces));
        for (var namespace : namespaces) {
            look(namespace, byNamespace.computeIfAbsent(namespace, this::watch), now);
        }
        told.stream()
                .filter(namespace -> !byNamespace.containsKey(namespace))
                .forEach(namespace -> views.see(scope(namespace)));
    }

    /** In a namespace that is gone there is nothing, and that is known for certain. */
    private static boolean isGone(Map.Entry<String, ScopeWatch> entry, Collection<String> namespaces) {
        var gone = !namespaces.contains(entry.getKey());
        if (gone) {
            entry.getValue().close();
            entry.getValue().clear();
        }
        return gone;
    }

    private void look(String namespace, ScopeWatch watch, Instant now) {
        switch (watch.look(now)) {
            case LISTING -> {
                if (unlisted(namespace, watch, now)) {
                    told.add(namespace);
                } else {
                    settled = false;
                }
            }
            case OUT_OF_SIGHT -> {
                outOfSight = true;
                broken(watch, now).ifPresent(reason -> {
                    told.add(namespace);
                    views.lose(scope(namespace), reason);
                });
                // It may have gone before it was told that it was seen.
                settled &= told.contains(namespace);
            }
            case WATCHING, ABSENT -> {
                if (told.add(namespace) || watch.isConfirmed()) {
                    views.see(scope(namespace));
                }
            }
            case REFUSED -> {
                told.add(namespace);
                views.refuse(scope(namespace), "no permission to list %s in %s".formatted(kind.plural(), namespace));
            }
        }
    }

    private Scope scope(String namespace) {
        return new Scope(kind.word(), namespace);
    }

    /** The kind is gone: so is everything of it. */
    void forget() {
        close();
        everywhere.clear();
    }

    @Override
    public void close() {
        everywhere.close();
        byNamespace.values().forEach(ScopeWatch::close);
    }
}
