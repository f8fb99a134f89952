package io.otalite.api.publication;

import io.otalite.api.signing.ProtectedKey;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.Event;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.TrustedState;
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
final class InMemoryPublicationStore implements PublicationStore {
    private final Map<FactoryName, Row> factories = new TreeMap<>();
    private final Map<DocumentIdentity, Bytes> documents = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    private record Row(Factory factory, List<ProtectedKey> keys, TreeMap<Long, PublicationRecord> publications) {}

    List<Event> events() {
        return events;
    }

    @Override
    public synchronized boolean create(Factory factory, List<ProtectedKey> keys, Release first) {
        if (factories.containsKey(factory.name())) {
            return false;
        }
        factories.put(factory.name(), new Row(factory, keys, new TreeMap<>()));
        write(factory.name(), first);
        return true;
    }

    @Override
    public synchronized <T> Optional<T> locked(FactoryName name, Function<Locked, T> work) {
        return Optional.ofNullable(factories.get(name)).map(row -> {
            var pending = new ArrayList<Release>();
            var result = work.apply(new Locked() {
                @Override
                public Factory factory() {
                    return row.factory();
                }

                @Override
                public List<ProtectedKey> keys() {
                    return row.keys();
                }

                @Override
                public TrustedState current() {
                    return new TrustedState(
                            full(name, RoleName.ROOT).orElseThrow(),
                            full(name, RoleName.TIMESTAMP),
                            full(name, RoleName.SNAPSHOT),
                            full(name, RoleName.TARGETS));
                }

                @Override
                public void release(Release release) {
                    pending.add(release);
                }
            });
            pending.forEach(release -> write(name, release));
            return result;
        });
    }

    @Override
    public synchronized Optional<Factory> find(FactoryName factory) {
        return Optional.ofNullable(factories.get(factory)).map(Row::factory);
    }

    @Override
    public synchronized List<Factory> list(Optional<FactoryName> after, int limit) {
        return factories.values().stream()
                .map(Row::factory)
                .filter(factory -> factory.name()
                                .value()
                                .compareTo(after.map(FactoryName::value).orElse(""))
                        > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<PublicationRecord> history(FactoryName factory, OptionalLong before, int limit) {
        return Optional.ofNullable(factories.get(factory)).stream()
                .flatMap(row ->
                        row
                                .publications()
                                .headMap(before.orElse(Long.MAX_VALUE), false)
                                .descendingMap()
                                .values()
                                .stream())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<PublicationRecord> publication(FactoryName factory, long version) {
        return Optional.ofNullable(factories.get(factory))
                .map(row -> row.publications().get(version));
    }

    @Override
    public synchronized Optional<Bytes> document(DocumentIdentity identity) {
        return Optional.ofNullable(documents.get(identity));
    }

    @Override
    public synchronized Optional<Bytes> newest(FactoryName factory, Dialect dialect, String set, RoleName role) {
        return documents.entrySet().stream()
                .filter(entry -> entry.getKey()
                        .equals(new DocumentIdentity(
                                factory, dialect, set, role, entry.getKey().version())))
                .max(Comparator.comparing(entry -> entry.getKey().version()))
                .map(Map.Entry::getValue);
    }

    private Optional<Bytes> full(FactoryName factory, RoleName role) {
        return newest(factory, Dialect.TUF, DocumentIdentity.FULL_SET, role);
    }

    private void write(FactoryName name, Release release) {
        var version = release.record().version();
        release.root().ifPresent(root -> {
            documents.put(root.identity(), root.document());
            events.add(root);
        });
        documents.put(
                identity(name, RoleName.TARGETS, version), release.publication().targets());
        documents.put(
                identity(name, RoleName.SNAPSHOT, version),
                release.publication().snapshot());
        documents.put(
                identity(name, RoleName.TIMESTAMP, version),
                release.publication().timestamp());
        events.add(release.targets());
        var row = factories.get(name);
        row.publications().put(version.value(), release.record());
        var factory = row.factory();
        factories.put(
                name,
                new Row(
                        new Factory(name, factory.publicMetadata(), version, factory.createdAt()),
                        row.keys(),
                        row.publications()));
    }

    private static DocumentIdentity identity(FactoryName factory, RoleName role, MetadataVersion version) {
        return new DocumentIdentity(factory, Dialect.TUF, DocumentIdentity.FULL_SET, role, version);
    }
}
