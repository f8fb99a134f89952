package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a resumable upload one by one. */
class ResumableProtocolTest {
    private static final int CHUNK = 256 * 1024;

    @TempDir
    static Path home;

    private static RunningEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void anUploadTellsHowFarItGotAndKeepsItsResult() {
        // Given
        var bytes = new byte[CHUNK + 10];
        new Random(1).nextBytes(bytes);
        var upload = begin("steps");

        // When
        var untouched = put(upload, "bytes */*", new byte[0]);
        var first = put(upload, "bytes 0-%d/*".formatted(CHUNK - 1), Arrays.copyOf(bytes, CHUNK));
        var asked = put(upload, "bytes */%d".formatted(bytes.length), new byte[0]);
        var rest = Arrays.copyOfRange(bytes, CHUNK, bytes.length);
        var last = put(upload, "bytes %d-%d/%d".formatted(CHUNK, bytes.length - 1, bytes.length), rest);
        var afterwards = put(upload, "bytes */*", new byte[0]);

        // Then
        assertThat(untouched.statusCode()).isEqualTo(308);
        assertThat(untouched.headers().firstValue("Range")).isEmpty();
        assertThat(first.statusCode()).isEqualTo(308);
        assertThat(first.headers().firstValue("Range")).contains("bytes=0-" + (CHUNK - 1));
        assertThat(asked.headers().firstValue("Range")).contains("bytes=0-" + (CHUNK - 1));
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(afterwards.statusCode()).isEqualTo(200);
        assertThat(afterwards.body()).isEqualTo(last.body());
        assertThat(emulator.storage().readAllBytes(BUCKET, "steps")).isEqualTo(bytes);
    }

    @Test
    void aQueryWithTheReachedTotalEndsTheUpload() {
        // Given
        var upload = begin("ended");
        put(upload, "bytes 0-%d/*".formatted(CHUNK - 1), new byte[CHUNK]);

        // When
        var end = put(upload, "bytes */" + CHUNK, new byte[0]);

        // Then
        assertThat(end.statusCode()).isEqualTo(200);
        assertThat(end.body()).contains("\"size\":\"" + CHUNK + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 1-3/4",
                "bytes 0-2/*",
                "bytes 3-2/4",
                "bytes 0-3/3",
                "bytes 0-9/10",
                "bytes 0-0/1",
                "octets 0-2/3"
            })
    void aPartThatDoesNotFitIsRefused(String range) {
        assertThat(put(begin("unfit"), range, new byte[3]).statusCode()).isEqualTo(400);
    }

    @Test
    void aWrongHashEndsTheUploadWithoutAnObject() {
        // Given
        var upload = begin("wrong-hash");

        // When
        var refused = send(put(upload).header("Content-Range", "bytes 0-2/3").header("x-goog-hash", "crc32c=AAAAAA=="));
        var afterwards = put(upload, "bytes */*", new byte[0]);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(afterwards.statusCode()).isEqualTo(410);
        assertThat(emulator.storage().get(BUCKET, "wrong-hash")).isNull();
    }

    @Test
    void onlyWhoBeganAnUploadContinuesIt() {
        // Given
        var upload = begin("owned");

        // When
        var anonymous = RunningEmulator.send(HttpRequest.newBuilder(upload)
                .header("Content-Range", "bytes */*")
                .PUT(BodyPublishers.noBody())
                .build());
        var other = RunningEmulator.send(HttpRequest.newBuilder(upload)
                .header("Authorization", "Bearer " + RunningEmulator.exchanged(emulator.backupKey()))
                .header("Content-Range", "bytes */*")
                .PUT(BodyPublishers.noBody())
                .build());

        // Then
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(other.statusCode()).isEqualTo(404);
    }

    private static URI begin(String name) {
        var path = "/upload/storage/v1/b/%s/o?uploadType=resumable&ifGenerationMatch=0&name=%s".formatted(BUCKET, name);
        var answer = emulator.send("POST", path, ADMIN_TOKEN, "");
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static HttpResponse<String> put(URI upload, String range, byte[] bytes) {
        return RunningEmulator.send(authorised(upload)
                .header("Content-Range", range)
                .PUT(BodyPublishers.ofByteArray(bytes))
                .build());
    }

    private static HttpRequest.Builder put(URI upload) {
        return authorised(upload).PUT(BodyPublishers.ofByteArray(new byte[] {1, 2, 3}));
    }

    private static HttpRequest.Builder authorised(URI upload) {
        return HttpRequest.newBuilder(upload).header("Authorization", "Bearer " + ADMIN_TOKEN);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return RunningEmulator.send(request.build());
    }
}
