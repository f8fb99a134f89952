package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.ADMIN_TOKEN;
import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.google.EmulatorSettings.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests no proper client sends: each gets an answer in Google's form, and nothing is stored. */
class BadRequestTest {
    private static final String OBJECTS = "/storage/v1/b/" + BUCKET + "/o";
    private static final String UPLOAD = "/upload" + OBJECTS;
    private static final String MULTIPART = UPLOAD + "?uploadType=multipart";
    private static final int LIMIT = 100_000;

    @TempDir
    static Path home;

    private static RunningEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = RunningEmulator.start(home, new Limits(Duration.ofHours(1), LIMIT));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nowhere,404",
        "PUT,/storage/v1/b,404",
        "GET,/storage/v1/b/BUCKET/o/%FF,400",
        "GET,/storage/v1/b/BUCKET/o?pageToken=!,400",
        "GET,/storage/v1/b/BUCKET/o?maxResults=0,400",
        "GET,/storage/v1/b/BUCKET/o?maxResults=-1,400",
        "GET,/storage/v1/b/BUCKET/o?versions=true,400",
        "GET,/storage/v1/b/BUCKET/o?prefix=a&prefix=b,400",
        "DELETE,/storage/v1/b/BUCKET/o/x?ifGenerationMatch=one,400",
        "DELETE,/storage/v1/b/BUCKET/o/x?ifSourceGenerationMatch=1,400",
        "DELETE,/storage/v1/b/BUCKET/o/x,404",
        "PATCH,/storage/v1/b/BUCKET/o/x,404",
        "POST,/upload/storage/v1/b/BUCKET/o,400",
        "POST,/upload/storage/v1/b/BUCKET/o?uploadType=teleport&name=x,400",
        "POST,/upload/storage/v1/b/BUCKET/o?uploadType=media,400",
        "POST,/upload/storage/v1/b/BUCKET/o?uploadType=media&name=.,400",
        "POST,/upload/storage/v1/b/BUCKET/o?uploadType=media&name=a%0Ab,400",
        "PUT,/upload/storage/v1/b/BUCKET/o?uploadType=resumable&upload_id=made-up,404",
        "POST,/storage/v1/b,400",
        "DELETE,/storage/v1/b/no-such-bucket,404"
    })
    void eachIsAnsweredInGooglesForm(String method, String path, int status) {
        // When
        var answer = emulator.send(method, path.replace("BUCKET", BUCKET), ADMIN_TOKEN, "");

        // Then
        assertGoogleError(answer, status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"name\":\"x\",\"name\":\"y\"}",
                "{\"name\":\"x\",\"metadata\":[]}",
                "{\"name\":\"x\",\"metadata\":{\"a\":1}}",
                "{\"name\":\"x\",\"metadata\":{\"a\":\"line\\nbreak\"}}",
                "{\"name\":\"x\",\"contentType\":7}",
                "{\"name\":\"x\",\"retention\":{\"mode\":\"Locked\"}}",
                "{\"name\":\"x\",\"crc32c\":\"short\"}",
                "{\"name\":\"x\",\"md5Hash\":true}",
                "{\"name\":\"\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"x\"} trailing"
            })
    void aResourceThatMakesNoSenseIsRefused(String resource) {
        // When
        var answer = multipart("b", "--b\r\n\r\n" + resource + "\r\n--b\r\n\r\ncontent\r\n--b--\r\n");

        // Then
        assertGoogleError(answer, 400);
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--other\r\n\r\n{}",
                "--b\r\n\r\n{\"name\":\"x\"}",
                "--b\r\n\r\n{\"name\":\"x\"}\r\n--b--",
                "--b\r\n\r\n{\"name\":\"x\"}\r\n--b\r\n\r\ncontent",
                "--b\r\n\r\n{\"name\":\"x\"}\r\n--b\r\n\r\ncontent\r\n--b\r\n\r\nmore\r\n--b--"
            })
    void aMultipartBodyWithoutTwoWholePartsIsRefused(String body) {
        assertGoogleError(multipart("b", body), 400);
        assertNothingStored();
    }

    @Test
    void contentBeyondTheLimitIsRefusedHoweverItComes() throws IOException {
        // Given
        var tooMuch = "x".repeat(LIMIT + 1);

        // When
        var media = emulator.send("POST", UPLOAD + "?uploadType=media&name=big", ADMIN_TOKEN, tooMuch);
        var multipart = multipart("b", "--b\r\n\r\n{\"name\":\"big\"}\r\n--b\r\n\r\n" + tooMuch + "\r\n--b--");
        var bomb = send(UPLOAD + "?uploadType=media&name=big", "Content-Encoding", "gzip", gzip(new byte[50 * LIMIT]));
        var announced = send(
                UPLOAD + "?uploadType=resumable&name=big",
                "X-Upload-Content-Length",
                Integer.toString(LIMIT + 1),
                new byte[0]);

        // Then
        assertGoogleError(media, 413);
        assertGoogleError(multipart, 413);
        assertGoogleError(bomb, 413);
        assertGoogleError(announced, 413);
        assertNothingStored();
    }

    @Test
    void customMetadataBeyondEightKilobytesIsRefused() {
        // Given
        var resource = "{\"name\":\"x\",\"metadata\":{\"a\":\"%s\"}}".formatted("v".repeat(8192));

        // When
        var answer = multipart("b", "--b\r\n\r\n" + resource + "\r\n--b\r\n\r\nc\r\n--b--");

        // Then
        assertGoogleError(answer, 400);
    }

    @Test
    void brokenGzipIsRefused() throws IOException {
        // Given
        var whole = gzip(new byte[5000]);

        // When
        var noGzip = send(UPLOAD + "?uploadType=media&name=x", "Content-Encoding", "gzip", new byte[100]);
        var cut = send(
                UPLOAD + "?uploadType=media&name=x",
                "Content-Encoding",
                "gzip",
                Arrays.copyOf(whole, whole.length / 2));

        // Then
        assertGoogleError(noGzip, 400);
        assertGoogleError(cut, 400);
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void aCallerWhoHangsUpInTheMiddleStoresNothing(String framing) throws IOException {
        // Given
        var head = "POST %s?uploadType=media&name=x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
                .formatted(UPLOAD, ADMIN_TOKEN, framing);
        var body = framing.endsWith("chunked") ? "a\r\n0123456789\r\n5\r\n01" : "0123456789";

        // When
        String answer;
        try (var socket = new Socket("127.0.0.1", emulator.uri().getPort())) {
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }

        // Then
        assertThat(answer).isEmpty();
        assertNothingStored();
    }

    private static HttpResponse<String> multipart(String boundary, String body) {
        return send(
                MULTIPART,
                "Content-Type",
                "multipart/related; boundary=\"" + boundary + "\"",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(String path, String header, String value, byte[] body) {
        return RunningEmulator.send(HttpRequest.newBuilder(URI.create(emulator.uri() + path))
                .header("Authorization", "Bearer " + ADMIN_TOKEN)
                .header(header, value)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static void assertGoogleError(HttpResponse<String> answer, int status) {
        assertThat(answer.body())
                .startsWith("{\"error\":{\"code\":%d,\"message\":\"".formatted(status))
                .contains("\"errors\":[{\"domain\":\"global\",\"reason\":\"")
                .doesNotContain("Exception");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static void assertNothingStored() {
        assertThat(emulator.get(OBJECTS, ADMIN_TOKEN).body()).isEqualTo("{\"kind\":\"storage#objects\"}");
        assertThat(emulator.data().resolve("buckets").resolve(BUCKET).resolve("incoming"))
                .isEmptyDirectory();
    }
}
