package io.otalite.telemetry;

import java.util.Map;

/**
 * The words of OpenTelemetry's semantic conventions for messaging, which are still in development there, so that they stand in this one
 * class.
 */
public final class Messaging {
    public static final String SYSTEM = "messaging.system";
    public static final String KAFKA = "kafka";
    public static final String OPERATION_NAME = "messaging.operation.name";
    public static final String DESTINATION = "messaging.destination.name";
    public static final String GROUP = "messaging.consumer.group.name";

    /** The class of what failed; an empty text where nothing did, for Prometheus wants the same labels on all series of a name. */
    public static final String ERROR_TYPE = "error.type";

    public static final String SENT_MESSAGES = "messaging.client.sent.messages";
    public static final String CONSUMED_MESSAGES = "messaging.client.consumed.messages";
    public static final String OPERATION_DURATION = "messaging.client.operation.duration";
    public static final String PROCESS_DURATION = "messaging.process.duration";

    private static final String OPERATION_TYPE = "messaging.operation.type";
    private static final String MESSAGE_ID = "messaging.message.id";

    private Messaging() {}

    /** What is done with a message. */
    public enum Operation {
        SEND("send"),
        POLL("poll"),
        PROCESS("process");

        private final String word;

        Operation(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The name of a span: few different ones, as there are few topics. */
    public static String span(Operation operation, String topic) {
        return operation.word + " " + topic;
    }

    /** The attributes of a span. @param id of the message, may be empty */
    public static Map<String, String> attributes(Operation operation, String topic, String id) {
        return Map.of(SYSTEM, KAFKA, OPERATION_TYPE, operation.word, DESTINATION, topic, MESSAGE_ID, id);
    }
}
