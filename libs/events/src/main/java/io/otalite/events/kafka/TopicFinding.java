package io.otalite.events.kafka;

/**
 * A topic that is not as its definition asks. It is reported and not mended: some settings cannot be changed, and those
 * that can may have been changed by an operator with a reason.
 */
public record TopicFinding(String topic, String setting, String expected, String found) {

    @Override
    public String toString() {
        return "Topic " + topic + ": " + setting + " should be " + expected + " and is " + found;
    }
}
