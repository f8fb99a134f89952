package io.otalite.emulator.google.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartRelatedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r",
                "\r\n",
                "\r\n-",
                "\r\n--bound",
                "\r\r\n--boun\r\n--bound-",
                "--boundary",
                "\r\n--boundar\r\n--x",
                "plain\r\n\r\n"
            })
    void contentThatResemblesTheDelimiterIsReadWhole(String content) throws IOException {
        // Given
        var body =
                "--boundary\r\nContent-Type: application/json\r\n\r\n{}\r\n--boundary\r\ncontent-type: text/x\r\n\r\n"
                        + content + "\r\n--boundary--\r\n";

        // When
        var parts = MultipartRelated.of(
                "multipart/related; boundary=boundary",
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        var resource = text(parts.next());
        parts.requireMore();
        var second = parts.next();

        // Then
        assertThat(resource).isEqualTo("{}");
        assertThat(second.contentType()).isEqualTo("text/x");
        assertThat(text(second)).isEqualTo(content);
        parts.requireEnd();
    }

    private static String text(MultipartRelated.Part part) throws IOException {
        return new String(part.content().readAllBytes(), StandardCharsets.UTF_8);
    }
}
