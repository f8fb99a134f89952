package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.system.judge.FilesOver;
import io.otalite.system.judge.Judge;
import io.otalite.system.judge.Judge.Judgement;
import io.otalite.system.judge.Judges;
import io.otalite.system.judge.ats.AtsDevice;
import io.otalite.system.judge.ats.Rule;
import io.otalite.system.judge.ats.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A factory in both dialects: devices of the one and clients of the other see the same version of the same Targets, in the
 * full set and in that of a tag.
 */
class DialectsIT {
    private static final Logger LOG = LoggerFactory.getLogger(DialectsIT.class);
    private static final int PUBLICATIONS = 10;
    private static final String BUILD = "raspberrypi4-64-lmp-101";
    private static final String TAG = "judged";
    /** What a device sees that reads half of one version and half of the next: its files have no version in their names. */
    private static final Set<Rule> BETWEEN_TWO_VERSIONS = Set.of(Rule.LENGTH, Rule.HASH, Rule.MIX);

    @RegisterExtension
    static final TestSystem SYSTEM = TestSystem.asDocumented();

    private static Judges judges;

    private final ApiClient api = SYSTEM.api();
    private final AtomicInteger clients = new AtomicInteger();
    private String factory;

    @TempDir
    private Path states;

    @BeforeAll
    static void conveneJudges() {
        judges = Judges.convene();
    }

    @AfterAll
    static void dismissJudges() {
        judges.close();
    }

    @BeforeEach
    void createFactory() {
        factory = Names.unique("garden");
        var body = JsonNodeFactory.instance.objectNode().put("name", factory).put("publicMetadata", true);
        body.putArray("dialects").add("tuf").add("ats");
        api.rest().send("POST", "/v1/factories", body).content();
    }

    @Test
    void devicesAndClientsOfBothDialectsSeeEveryVersion() {
        // Given
        var oldDevice = AtsDevice.trusting(firstRootOfDevices());
        var versions = new ArrayList<Long>();

        // When
        for (var round = 1; round <= PUBLICATIONS; round++) {
            var version = publish(round);
            versions.add(version);
            assertThat(targets(oldDevice, full(), version)).isEqualTo(Set.copyOf(names()));
            assertThat(targets(AtsDevice.trusting(firstRootOfDevices()), full(), version))
                    .isEqualTo(Set.copyOf(names()));
            judges.present().forEach(judge -> sees(judge, "/tuf/%s/metadata/".formatted(factory), version));
        }

        // Then
        assertThat(versions).doesNotHaveDuplicates().isSorted();
        assertThat(full().apply("root.json"))
                .isPresent()
                .hasValueSatisfying(newest ->
                        assertThat(newest).isEqualTo(full().apply("1.root.json").orElseThrow()));
    }

    @Test
    void aDeviceMayFollowATagAndAnother() {
        // Given
        publish(1);
        var device = AtsDevice.trusting(firstRootOfDevices());
        var version = publish(2);
        targets(device, full(), version);

        // When
        device.followAnotherTag();
        var ofTheTag = targets(device, set(TAG), version);

        // Then
        assertThat(ofTheTag).containsExactly(BUILD);
        judges.present().forEach(judge -> sees(judge, "/tuf/%s/sets/%s/metadata/".formatted(factory, TAG), version));
        assertThat(set("unknown").apply("timestamp.json")).isEmpty();
    }

    @Test
    void aDeviceThatPollsWhileVersionsArePublishedRefusesMixturesOnly() throws Exception {
        // Given
        publish(1);
        var device = AtsDevice.trusting(firstRootOfDevices());
        var verdicts = new ArrayList<Verdict>();
        var publishing = new AtomicBoolean(true);

        // When
        long last;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> publishWhile(publishing));
            try {
                for (var poll = 0; poll < 10 * PUBLICATIONS; poll++) {
                    verdicts.add(device.update(full(), Instant.now()));
                }
            } finally {
                publishing.set(false);
            }
            last = writer.get(1, TimeUnit.MINUTES);
        }

        // Then
        var refused = verdicts.stream()
                .filter(Verdict.Refused.class::isInstance)
                .map(verdict -> ((Verdict.Refused) verdict).rule())
                .toList();
        LOG.atInfo()
                .addKeyValue("polls", verdicts.size())
                .addKeyValue("versions", last)
                .addKeyValue("refused", refused.size())
                .log("Polled while versions were published");
        assertThat(refused).isSubsetOf(BETWEEN_TWO_VERSIONS);
        assertThat(verdicts).hasAtLeastOneElementOfType(Verdict.Accepted.class);
        assertThat(targets(device, full(), last)).isEqualTo(Set.copyOf(names()));
    }

    private long publishWhile(AtomicBoolean publishing) {
        var newest = 0L;
        for (var round = 2; publishing.get(); round++) {
            newest = publish(round);
        }
        return newest;
    }

    private static Set<String> targets(AtsDevice device, FilesOver files, long version) {
        return switch (device.update(files, Instant.now())) {
            case Verdict.Accepted accepted -> {
                assertThat(accepted.version()).isEqualTo(version);
                yield accepted.targets().keySet();
            }
            case Verdict.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private void sees(Judge judge, String folder, long version) {
        var metadata = SYSTEM.endpoints().api().resolve(folder);
        var root = new FilesOver(metadata).apply("1.root.json").orElseThrow();
        var state = states.resolve(judge.name() + "-" + clients.incrementAndGet());
        assertThat(judge.start(metadata, root, state).update(Instant.now()))
                .as(judge + " at " + folder)
                .isInstanceOfSatisfying(
                        Judgement.Accepted.class,
                        accepted -> assertThat(accepted.targets()).isEqualTo(version));
    }

    private long publish(int round) {
        var published = round % 2 == 1
                ? api.replace(factory, SampleTargets.withSigstoreMember(SampleTargets.builds()))
                : api.merge(factory, SampleTargets.tagged(BUILD, TAG, "round-" + round));
        return published.version().number();
    }

    private static List<String> names() {
        return SampleTargets.builds().properties().stream()
                .map(build -> build.getKey())
                .toList();
    }

    private byte[] firstRootOfDevices() {
        return full().apply("1.root.json").orElseThrow();
    }

    private FilesOver full() {
        return new FilesOver(userRepository());
    }

    private FilesOver set(String tag) {
        return new FilesOver(userRepository(), "?tag=" + tag);
    }

    private URI userRepository() {
        return SYSTEM.endpoints().api().resolve("/ota/repo/%s/api/v1/user_repo/".formatted(factory));
    }
}
