package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What is sent back. */
sealed interface Answer {

    /** @param warnings texts that a client shows to its user (RFC 7234 5.5, code 299) */
    record Document(int status, JsonNode body, List<String> warnings) implements Answer {
        public Document {
            warnings = List.copyOf(warnings);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Bytes(int status, String contentType, byte[] body) implements Answer {}

    /** Something that goes on for as long as the client listens. */
    record Stream(String contentType, Source source) implements Answer {}

    /** What a stream is fed from. It is closed in any case, also when it was never asked. */
    interface Source extends AutoCloseable {
        void writeTo(OutputStream out) throws IOException, InterruptedException;

        @Override
        void close();
    }

    static Answer ok(JsonNode body) {
        return new Document(200, body, List.of());
    }

    static Answer created(JsonNode body) {
        return new Document(201, body, List.of());
    }
}
