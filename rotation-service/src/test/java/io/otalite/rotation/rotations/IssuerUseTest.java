package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.Change;
import io.otalite.tuf.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerUseTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String HERE = Bytes.utf8("x".repeat(32)).sha256().hex().substring(0, 32);

    private final MutableClock clock = new MutableClock(NOON);
    private final TestWorld world = new TestWorld(clock).with("""
            apiVersion: v1
            kind: Secret
            metadata:
              name: key
              namespace: shop
              annotations: {rotation.ota-lite.io/credential: random-token, rotation.ota-lite.io/token-entry: key}
            data: {key: eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=}
            """);

    /** Nobody waits for hours because of an id that somebody has made up. */
    @ParameterizedTest(name = "{0} names {1}")
    @CsvSource({"r-1, what stands there, Silent", "r-1, something else, Unknown", "rotation-1, something else, Silent"})
    void onlyWhatStandsThereIsAskedAbout(String rotation, String named, String expected) {
        // Given
        var issuer = new ScriptedIssuer(Subjects.RANDOM_TOKEN, new Crash(), clock);
        var use = new IssuerUse(new Subjects(world.world()), Map.of(issuer.kind(), issuer));
        var id = named.equals("what stands there") ? HERE : "0123";

        // When
        var usage = use.since(change(rotation, id), NOON);

        // Then
        assertThat(usage.getClass().getSimpleName()).isEqualTo(expected);
    }

    private static Change change(String rotation, String newKeyId) {
        return new Change(
                rotation,
                new ObjectRef(Kinds.SECRET, "shop", "key"),
                new TreeSet<>(List.of("key")),
                Optional.empty(),
                Optional.of(newKeyId),
                Optional.empty(),
                NOON);
    }
}
