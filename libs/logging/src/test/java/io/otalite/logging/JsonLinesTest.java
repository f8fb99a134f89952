package io.otalite.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** From the logger to the line. */
class JsonLinesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final org.jboss.logmanager.Logger target = LogContext.create().getLogger("io.otalite.garden");
    private final List<String> json = new ArrayList<>();
    private final List<String> plain = new ArrayList<>();
    private final Logger log = new FactLogger(target);

    JsonLinesTest() {
        target.setLevel(org.jboss.logmanager.Level.INFO);
        target.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                json.add(new JsonLines().format(line));
                plain.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void factsAreFields() throws Exception {
        // When
        log.atWarn()
                .addKeyValue("topic", "ota.targets")
                .addKeyValue("offset", 7L)
                .addKeyValue("written", true)
                .addKeyValue("reason", "a b=c \"d\"")
                .log("Record held");

        // Then
        assertThat(line().path("level").asText()).isEqualTo("WARN");
        assertThat(line().path("logger").asText()).isEqualTo("io.otalite.garden");
        assertThat(line().path("message").asText()).isEqualTo("Record held");
        assertThat(line().path("topic").asText()).isEqualTo("ota.targets");
        assertThat(line().path("offset").isNumber()).isTrue();
        assertThat(line().path("written").isBoolean()).isTrue();
        assertThat(line().path("reason").asText()).isEqualTo("a b=c \"d\"");
        assertThat(line().path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void formattersThatKnowNoFactsStillShowThem() {
        // When
        log.atInfo().addKeyValue("topic", "ota.targets").log("Record {}", "held");

        // Then
        assertThat(plain).containsExactly("topic=ota.targets Record held");
    }

    @Test
    void whatStandsInTheLogContextIsAField() throws Exception {
        // Given
        MDC.put("requestId", "r-1");
        MDC.put("factory", "acme");

        // When
        log.atInfo().addKeyValue("factory", "other").log("Published");

        // Then
        assertThat(line().path("requestId").asText()).isEqualTo("r-1");
        assertThat(line().path("factory").asText())
                .as("the line itself knows best")
                .isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource({"SEVERE, ERROR", "WARNING, WARN", "INFO, INFO"})
    void aLevelHasOneNameWhoeverLogs(String theirs, String ours) throws Exception {
        // When
        target.log(Level.parse(theirs), "Not by SLF4J");

        // Then
        assertThat(line().path("level").asText()).isEqualTo(ours);
    }

    @Test
    void anExceptionIsOneField() throws Exception {
        // When
        log.atError().setCause(new IllegalStateException("why\nnot")).log("Failed");

        // Then
        assertThat(line().path("stackTrace").asText()).contains("IllegalStateException: why\nnot", "JsonLinesTest");
    }

    @Test
    void whateverIsLoggedStaysOnOneLine() throws Exception {
        // When
        log.info("first\r\nsecond\u2028{}", "\u0000");

        // Then
        assertThat(line().path("message").asText()).isEqualTo("first\r\nsecond\u2028\u0000");
    }

    @Test
    void aFactThatIsCalledLikeAFieldOfEveryLineDoesNotReplaceIt() throws Exception {
        // When
        log.atInfo().addKeyValue("message", "mine").addKeyValue("level", 3).log("Fixed text");

        // Then
        assertThat(line().path("message").asText()).isEqualTo("Fixed text");
        assertThat(line().path("fact.message").asText()).isEqualTo("mine");
        assertThat(line().path("fact.level").asInt()).isEqualTo(3);
    }

    @Test
    void whatIsBelowTheLevelIsNotWritten() {
        // When
        log.atDebug().addKeyValue("a", 1).log("no");
        log.debug("no");

        // Then
        assertThat(json).isEmpty();
    }

    private JsonNode line() throws Exception {
        assertThat(json).hasSize(1);
        assertThat(json.getFirst()).endsWith("}\n");
        assertThat(json.getFirst().lines()).hasSize(1);
        return JSON.readTree(json.getFirst());
    }
}
