package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Objects;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QuietWatchTest {
    private final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());

    @Test
    @Timeout(30)
    void aWatchThatHasNothingToTellEnds() throws Exception {
        // Given
        var call = new Call("GET", Query.parse(""), new Headers(), new byte[0], new Caller("ann", "", List.of()));
        var wanted = new WatchStream.Wanted(0, List.of(), false, false, Duration.ofHours(1), Duration.ofMillis(50));
        var out = new ByteArrayOutputStream();

        // When
        try (var stream = new WatchStream(
                objects,
                objects.watch(_ -> true, 0),
                Selection.of(call, Kinds.SECRET, ""),
                View.of(call, Kinds.SECRET, Clock.systemUTC()),
                wanted)) {
            stream.writeTo(out);
        }

        // Then
        assertThat(out.size()).isZero();
    }
}
