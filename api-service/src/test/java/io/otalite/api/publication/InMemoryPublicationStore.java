package io.otalite.api.publication;

import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditEntry;
import io.otalite.audit.AuditFact;
import io.otalite.audit.AuditHead;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.Event;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** Keeps the laws of the port in memory, so that rules can be tested in microseconds. */
public final class InMemoryPublicationStore implements PublicationStore {
    private final Map<FactoryName, Factory> factories = new TreeMap<>();
    private final Map<FactoryName, TreeMap<Long, PublicationRecord>> publications = new HashMap<>();
    private final Map<FactoryName, RootUpdate> rootUpdates = new HashMap<>();
    private final Map<FactoryName, List<AuditEntry>> auditTrails = new HashMap<>();
    private final Map<DocumentIdentity, Bytes> documents = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private boolean answerIsLost;

    public List<Event> events() {
        return events;
    }

    /** Every document there ever was. */
    public Map<DocumentIdentity, Bytes> documents() {
        return documents;
    }

    @Override
    public synchronized boolean create(Factory factory, Release first, AuditFact created) {
        if (factories.containsKey(factory.name())) {
            return false;
        }
        factories.put(factory.name(), factory);
        publications.put(factory.name(), new TreeMap<>());
        auditTrails.put(factory.name(), new ArrayList<>());
        write(factory.name(), first);
        write(factory.name(), created);
        return true;
    }

    /** The next change becomes durable, and nobody hears of it. */
    public void loseNextAnswer() {
        answerIsLost = true;
    }

    @Override
    public synchronized <T> Optional<T> locked(FactoryName name, Function<Locked, T> work) {
        return Optional.ofNullable(factories.get(name)).map(factory -> {
            var transaction = new Transaction(factory);
            var result = work.apply(transaction);
            transaction.requireEntry();
            transaction.pending.forEach(Runnable::run);
            if (answerIsLost) {
                answerIsLost = false;
                throw new StoreUnavailableException(StoreUnavailableException.Reason.AWAY);
            }
            return result;
        });
    }

    @Override
    public <T> Optional<T> lockedUnlessBusy(FactoryName factory, Function<Locked, T> work) {
        return locked(factory, work);
    }

    @Override
    public synchronized Optional<Factory> find(FactoryName factory) {
        return Optional.ofNullable(factories.get(factory));
    }

    @Override
    public synchronized List<Factory> list(Optional<FactoryName> after, int limit) {
        return factories.values().stream()
                .filter(factory -> factory.name()
                                .value()
                                .compareTo(after.map(FactoryName::value).orElse(""))
                        > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Factory> toRefresh(Instant by, Optional<ExpiryOrder> after, int limit) {
        Comparator<ExpiryOrder> order =
                Comparator.comparing(ExpiryOrder::expires).thenComparing(ExpiryOrder::factory);
        Function<Factory, ExpiryOrder> place = factory ->
                new ExpiryOrder(factory.heads().refreshAt(), factory.name().value());
        return factories.values().stream()
                .filter(factory -> !factory.heads().refreshAt().isAfter(by))
                .filter(factory -> after.map(last -> order.compare(place.apply(factory), last) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(place, order))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Factory> expiring(Optional<ExpiryOrder> after, int limit) {
        Comparator<ExpiryOrder> order =
                Comparator.comparing(ExpiryOrder::expires).thenComparing(ExpiryOrder::factory);
        return factories.values().stream()
                .filter(factory -> after.map(place -> order.compare(place(factory), place) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(InMemoryPublicationStore::place, order))
                .limit(limit)
                .toList();
    }

    private static ExpiryOrder place(Factory factory) {
        return new ExpiryOrder(
                factory.heads().expiries().earliest(), factory.name().value());
    }

    @Override
    public synchronized Optional<Expiries> nextExpiries() {
        return factories.isEmpty()
                ? Optional.empty()
                : Optional.of(new Expiries(
                        first(RoleName.ROOT),
                        first(RoleName.TARGETS),
                        first(RoleName.SNAPSHOT),
                        first(RoleName.TIMESTAMP)));
    }

    private Instant first(RoleName role) {
        return factories.values().stream()
                .map(factory -> factory.heads().expiries().of(role))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public synchronized List<PublicationRecord> history(FactoryName factory, OptionalLong before, int limit) {
        return Optional.ofNullable(publications.get(factory)).stream()
                .flatMap(versions ->
                        versions.headMap(before.orElse(Long.MAX_VALUE), false).descendingMap().values().stream())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<PublicationRecord> publication(FactoryName factory, long version) {
        return Optional.ofNullable(publications.get(factory)).map(versions -> versions.get(version));
    }

    @Override
    public synchronized Optional<Bytes> document(DocumentIdentity identity) {
        return Optional.ofNullable(documents.get(identity));
    }

    @Override
    public synchronized Optional<Bytes> served(FactoryName factory, SetId set, RoleName role) {
        return find(factory)
                .flatMap(known -> document(new DocumentIdentity(
                        factory, set.dialect(), set.name(), role, known.heads().of(role))));
    }

    @Override
    public synchronized Optional<RootUpdate> rootUpdate(FactoryName factory) {
        return Optional.ofNullable(rootUpdates.get(factory));
    }

    @Override
    public synchronized List<AuditLine> auditTrail(FactoryName factory, long after, int limit) {
        return auditTrails.getOrDefault(factory, List.of()).stream()
                .filter(entry -> entry.seq() > after)
                .limit(limit)
                .map(entry -> new AuditLine(entry.seq(), entry.line()))
                .toList();
    }

    private void write(FactoryName name, AuditFact fact) {
        var trail = auditTrails.get(name);
        var head = trail.isEmpty() ? AuditHead.NONE : trail.getLast().head();
        trail.add(AuditChain.append(head, name, fact));
    }

    private void write(FactoryName name, Release release) {
        release.documents().forEach(document -> {
            if (documents.put(document.identity(), document.content()) != null) {
                throw new IllegalStateException(document.identity() + " was there already");
            }
        });
        events.addAll(release.events());
        release.record()
                .ifPresent(record -> publications.get(name).put(record.version().value(), record));
        factories.put(name, factories.get(name).with(release.heads()));
    }

    private final class Transaction implements Locked {
        private final Factory factory;
        private final List<Runnable> pending = new ArrayList<>();
        private boolean changed;
        private boolean recorded;

        private Transaction(Factory factory) {
            this.factory = factory;
        }

        @Override
        public Factory factory() {
            return factory;
        }

        @Override
        public Current current() {
            Map<Dialect, Bytes> roots = new HashMap<>();
            Map<SetId, Current.Online> sets = new HashMap<>();
            Map<Dialect, Sha256> targets = new HashMap<>();
            for (var identity : documents.keySet()) {
                if (!identity.factory().equals(factory.name())
                        || !identity.version().equals(factory.heads().of(identity.role()))) {
                    continue;
                }
                var set = new SetId(identity.dialect(), identity.set());
                switch (identity.role()) {
                    case ROOT -> roots.put(set.dialect(), documents.get(identity));
                    case TIMESTAMP ->
                        sets.put(set, new Current.Online(served(set, RoleName.SNAPSHOT), documents.get(identity)));
                    case TARGETS -> {
                        if (set.isFull()) {
                            targets.put(set.dialect(), documents.get(identity).sha256());
                        }
                    }
                    case SNAPSHOT -> {
                        // Comes with its timestamp.
                    }
                }
            }
            return new Current(roots, sets, targets);
        }

        @Override
        public Bytes served(SetId set, RoleName role) {
            return InMemoryPublicationStore.this
                    .served(factory.name(), set, role)
                    .orElseThrow();
        }

        @Override
        public Bytes root(Dialect dialect, MetadataVersion version) {
            var full = SetId.full(dialect);
            return document(new DocumentIdentity(factory.name(), dialect, full.name(), RoleName.ROOT, version))
                    .orElseThrow();
        }

        @Override
        public Optional<RootUpdate> rootUpdate() {
            return InMemoryPublicationStore.this.rootUpdate(factory.name());
        }

        @Override
        public void release(Release release) {
            change(() -> write(factory.name(), release));
        }

        @Override
        public void change(FactorySettings settings) {
            change(() ->
                    factories.put(factory.name(), factories.get(factory.name()).with(settings)));
        }

        @Override
        public void put(RootUpdate update) {
            change(() -> rootUpdates.put(factory.name(), update));
        }

        @Override
        public void endRootUpdate() {
            change(() -> rootUpdates.remove(factory.name()));
        }

        @Override
        public void record(AuditFact fact) {
            recorded = true;
            pending.add(() -> write(factory.name(), fact));
        }

        private void change(Runnable change) {
            changed = true;
            pending.add(change);
        }

        private void requireEntry() {
            if (changed != recorded) {
                throw new IllegalStateException("A change without its entry, or an entry without its change");
            }
        }
    }
}
