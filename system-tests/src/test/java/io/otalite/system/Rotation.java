package io.otalite.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.events.CloudEvents;
import io.otalite.events.Event;
import io.otalite.events.FindingCleared;
import io.otalite.events.FindingRaised;
import io.otalite.events.ObjectName;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** What rotation-service says of workloads: over REST, and on its topic, read by a consumer of this test's own. */
record Rotation(RestClient rest, RawTopic topic) {

    /** What is judged now; the request fails the test when nobody answers. */
    JsonNode judgement(ObjectName workload) {
        return rest.get(path(workload)).json().path("judgement");
    }

    String verdict(ObjectName workload) {
        return judgement(workload).path("verdict").asText();
    }

    /** The reasons of the judgement, the worst first. */
    List<JsonNode> reasons(ObjectName workload) {
        return judgement(workload).path("reasons").valueStream().toList();
    }

    /** Those with this cause. */
    List<JsonNode> reasons(ObjectName workload, String cause) {
        return reasons(workload).stream()
                .filter(reason -> reason.path("cause").asText().equals(cause))
                .toList();
    }

    /** The workloads that are judged so badly, or worse, on the first page. */
    List<String> atLeast(String verdict) {
        return rest.get("/v1/judgements?page_size=100&at_least=" + verdict)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("workload"))
                .map(ref -> "%s/%s/%s"
                        .formatted(
                                ref.path("namespace").asText(),
                                ref.path("kind").asText(),
                                ref.path("name").asText()))
                .toList();
    }

    /** Whether a cause is judged now; no while nobody answers. */
    boolean judges(ObjectName workload, String cause) {
        try {
            var answer = rest.get(path(workload));
            return answer.ok()
                    && answer.json()
                            .path("judgement")
                            .path("reasons")
                            .valueStream()
                            .anyMatch(reason -> reason.path("cause").asText().equals(cause));
        } catch (UncheckedIOException noAnswer) {
            return false;
        }
    }

    /** Whether the topic tells of this cause, and has not told since that it is over. */
    boolean tells(ObjectName workload, String cause) {
        return open(workload).stream().anyMatch(finding -> finding.cause().equals(cause));
    }

    /** What the topic tells of a workload and has not cleared since, as it was told last. */
    Collection<FindingRaised> open(ObjectName workload) {
        var open = new LinkedHashMap<String, FindingRaised>();
        events(workload).forEach(event -> {
            switch (event) {
                case FindingRaised raised -> open.put(raised.id(), raised);
                case FindingCleared cleared -> open.remove(cleared.id());
                default -> throw new AssertionError("Not about a finding: " + event);
            }
        });
        return open.values();
    }

    /** Every time that something was told of a workload. */
    List<FindingRaised> raised(ObjectName workload) {
        return events(workload)
                .filter(FindingRaised.class::isInstance)
                .map(FindingRaised.class::cast)
                .toList();
    }

    /** All of a workload are in one partition, so they are in their order. */
    private Stream<Event> events(ObjectName workload) {
        return topic.read().stream()
                .filter(message -> message.key().equals(workload.toString()))
                .map(CloudEvents::decode);
    }

    private static String path(ObjectName workload) {
        return "/v1/judgements/" + workload;
    }
}
