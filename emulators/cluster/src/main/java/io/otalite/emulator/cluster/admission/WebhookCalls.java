package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.admission.WebhookClients.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Sends a review to a webhook and reads its answer. */
final class WebhookCalls implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_BYTES = 1024 * 1024;

    private final ServiceAddresses services;
    private final WebhookClients clients = new WebhookClients();

    WebhookCalls(ServiceAddresses services) {
        this.services = services;
    }

    /** @param webhook whose connections are used */
    private record Target(String webhook, URI uri, Trust trust) {}

    /**
     * @param configuration the name of the one that the webhook stands in
     * @return the {@code response} of the review
     * @throws IOException when there is no usable answer in time, or the webhook has no usable address
     */
    JsonNode call(String configuration, ObjectNode webhook, ObjectNode review)
            throws IOException, InterruptedException {
        var target = targetOf(configuration, webhook);
        return read(send(target, request(target, webhook, review)), review);
    }

    private static HttpRequest request(Target target, ObjectNode webhook, ObjectNode review) throws IOException {
        try {
            return HttpRequest.newBuilder(target.uri)
                    .timeout(Duration.ofSeconds(webhook.path("timeoutSeconds").asInt(10)))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(review)))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException("invalid URL \"%s\": %s".formatted(target.uri, e.getMessage()), e);
        }
    }

    private HttpResponse<String> send(Target target, HttpRequest request) throws IOException, InterruptedException {
        try {
            return clients.of(target.webhook, target.trust)
                    .send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        } catch (HttpTimeoutException e) {
            throw new IOException("Post \"%s\": context deadline exceeded".formatted(target.uri), e);
        } catch (IOException e) {
            throw new IOException("Post \"%s\": %s".formatted(target.uri, reasonOf(e)), e);
        }
    }

    private static String reasonOf(IOException e) {
        return e.getMessage() == null ? "connection refused" : e.getMessage();
    }

    private Target targetOf(String configuration, ObjectNode webhook) throws IOException {
        var client = webhook.path("clientConfig");
        var id = configuration + "/" + text(webhook, "name");
        var caBundle = text(client, "caBundle");
        if (client.has("url")) {
            return new Target(id, uri(text(client, "url")), new Trust(caBundle, ""));
        }
        var service = client.path("service");
        var name = text(service, "name");
        var namespace = text(service, "namespace");
        var port = service.path("port").asInt(443);
        var address = services.of(namespace, name, port)
                .orElseThrow(() -> new IOException("no endpoints available for service \"%s\"".formatted(name)));
        var path = text(service, "path");
        var uri = "https://%s:%d%s"
                .formatted(
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        path.isEmpty() || path.startsWith("/") ? path : "/" + path);
        return new Target(id, uri(uri), new Trust(caBundle, "%s.%s.svc".formatted(name, namespace)));
    }

    private static URI uri(String text) throws IOException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IOException("invalid URL \"%s\": %s".formatted(text, e.getReason()), e);
        }
    }

    private static JsonNode read(HttpResponse<String> response, ObjectNode review) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("the server answered %d".formatted(response.statusCode()));
        }
        var answer = tree(response.body());
        if (!text(answer, "kind").equals("AdmissionReview")
                || !text(answer, "apiVersion").equals("admission.k8s.io/v1")) {
            throw new IOException(
                    "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got %s, Kind=%s"
                            .formatted(text(answer, "apiVersion"), text(answer, "kind")));
        }
        var expected = text(review.path("request"), "uid");
        var found = text(answer.path("response"), "uid");
        if (!found.equals(expected)) {
            throw new IOException("expected response.uid=\"%s\", got \"%s\"".formatted(expected, found));
        }
        return answer.path("response");
    }

    private static JsonNode tree(String body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("couldn't decode the answer: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
