package io.otalite.system;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.google.storage.StoredObjects.Found;
import io.otalite.events.CloudEvents;
import io.otalite.events.TargetsArchived;
import io.otalite.events.TargetsPublished;
import io.otalite.tuf.Sha256;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Compares what the clients were promised with what the API serves, what the bucket holds and what the topics say, each
 * read by a way of its own. It does not ask what was killed: all this must hold whenever the backlog is empty.
 */
final class Audit {
    private final Map<Version, Sha256> served = new TreeMap<>();

    private Audit() {}

    /** Reads what the API serves for all factories there are: every version from 1 to the newest. */
    static Audit ofServed(ApiClient api, Collection<String> factories) {
        var audit = new Audit();
        for (var factory : factories) {
            LongStream.rangeClosed(1, api.newest(factory))
                    .mapToObj(number -> new Version(factory, number))
                    .forEach(version ->
                            audit.served.put(version, api.served(version).sha256()));
        }
        return audit;
    }

    int versions() {
        return served.size();
    }

    /** Every promise is kept: the version is served with the promised content. */
    void keeps(Map<Version, Sha256> promised) {
        assertThat(served).as("served").containsAllEntriesOf(promised);
    }

    /** The bucket has each version once, byte for byte as it is served, and no other. */
    void isArchived(List<Found> targetsObjects) {
        assertThat(targetsObjects)
                .as("objects of Targets in the bucket")
                .extracting(Found::name)
                .containsExactlyInAnyOrderElementsOf(
                        served.keySet().stream().map(Version::objectName).toList());
        var stored = targetsObjects.stream()
                .collect(
                        toMap(Found::name, found -> ArchiveOnDisk.content(found).sha256()));
        served.forEach((version, sha256) -> assertThat(stored.get(version.objectName()))
                .as("the content of %s in the bucket", version)
                .isEqualTo(sha256));
    }

    /** The topic has each version with one content, in order, each naming the one before; repetitions are allowed. */
    void isTold(RawTopic targetsPublished) {
        var told = new LinkedHashMap<Version, Sha256>();
        for (var message : targetsPublished.read()) {
            var event = (TargetsPublished) CloudEvents.decode(message);
            var version = Version.of(event.identity());
            told.putIfAbsent(version, event.sha256());
            assertThat(event.sha256()).as("the content of %s", version).isEqualTo(told.get(version));
            assertThat(event.previous())
                    .as("the predecessor of %s", version)
                    .isEqualTo(version.before().map(served::get));
        }
        assertThat(told).as("told").containsExactlyInAnyOrderEntriesOf(served);
        told.keySet().stream()
                .collect(groupingBy(Version::factory))
                .forEach((factory, versions) -> assertThat(versions)
                        .as("first appearances of %s", factory)
                        .isSorted());
    }

    /** Every version was announced as archived, with the content that is served. */
    void isAnnounced(RawTopic targetsArchived) {
        var announced = new HashMap<Version, Sha256>();
        for (var message : targetsArchived.read()) {
            var event = (TargetsArchived) CloudEvents.decode(message);
            announced.put(Version.of(event.identity()), event.sha256());
        }
        assertThat(announced).as("announced as archived").containsExactlyInAnyOrderEntriesOf(served);
    }
}
