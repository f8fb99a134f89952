package io.otalite.rotation.audit.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.otalite.rotation.audit.AuditReport;
import io.otalite.rotation.audit.AuditView;
import io.otalite.rotation.observation.World;
import java.io.PrintWriter;

/** A report for programs: what {@code POST /v1/audits} answers. */
final class AuditJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private AuditJson() {}

    static void print(AuditReport report, World world, PrintWriter out) {
        try {
            out.println(JSON.writeValueAsString(AuditView.of(report, world)));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
