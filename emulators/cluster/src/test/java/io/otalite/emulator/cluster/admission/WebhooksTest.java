package io.otalite.emulator.cluster.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksTest {
    private static final ObjectKey SECRET = new ObjectKey(Kinds.SECRET, "shop", "token");
    private static final Caller CALLER =
            new Caller("system:serviceaccount:shop:web", "u1", List.of("system:authenticated"));

    private final Objects objects = new Objects(Clock.systemUTC(), new ClusterAdmission(), Journal.none());
    private final Map<String, InetSocketAddress> services = new HashMap<>();
    private final Webhooks webhooks = new Webhooks(
            objects,
            (namespace, service, port) -> Optional.ofNullable(services.get(namespace + "/" + service + ":" + port)));
    private WebhookServer server;

    @BeforeEach
    void namespace() {
        objects.create(
                ObjectKey.inCluster(Kinds.NAMESPACE, "shop"),
                Yaml.object("metadata: {labels: {team: a}}"),
                Write.FOR_REAL);
    }

    @AfterEach
    void close() {
        webhooks.close();
        server.close();
    }

    @Test
    void aWebhookThatAllowsMayWarn() {
        // Given
        serve("127.0.0.1", answer("allowed: true, warnings: [careful]"));
        configure("{}");

        // When
        var warnings = create("{}");

        // Then
        assertThat(warnings).containsExactly("careful");
    }

    @Test
    void aWebhookIsToldAllOfTheRequest() {
        // Given
        serve("127.0.0.1", answer("allowed: true"));
        configure("{}");

        // When
        webhooks.review(
                Operation.UPDATE, SECRET, Yaml.object("type: a"), Yaml.object("type: b"), CALLER, Write.DRY_RUN);

        // Then
        var review = server.reviews().getFirst();
        var request = (ObjectNode) review.path("request").deepCopy();
        assertThat(request.remove("uid").asText()).isNotEmpty();
        assertThat(request).isEqualTo(Yaml.object("""
                kind: {group: '', version: v1, kind: Secret}
                resource: {group: '', version: v1, resource: secrets}
                requestKind: {group: '', version: v1, kind: Secret}
                requestResource: {group: '', version: v1, resource: secrets}
                name: token
                namespace: shop
                operation: UPDATE
                userInfo: {username: 'system:serviceaccount:shop:web', uid: u1, groups: ['system:authenticated']}
                object: {type: b}
                oldObject: {type: a}
                dryRun: true
                options: {kind: UpdateOptions, apiVersion: meta.k8s.io/v1}
                """));
        assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    }

    /** What the webhook answers, the code and the message of the refusal. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            allowed: false, status: {code: 403, message: not today}    | 403 | admission webhook "check.shop.example" denied the request: not today
            allowed: false, status: {code: 200, reason: Forbidden}     | 400 | admission webhook "check.shop.example" denied the request: Forbidden
            allowed: false                                             | 400 | admission webhook "check.shop.example" denied the request without explanation
            """)
    void aWebhookThatDeniesIsQuoted(String response, int code, String message) {
        // Given
        serve("127.0.0.1", answer(response));
        configure("{failurePolicy: Ignore}");

        // Then
        assertThatThrownBy(() -> create("{}"))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    /** What is sent back instead of an answer. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nonsense                                                                              | couldn't decode
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1","response":{}}      | expected webhook response of admission.k8s.io/v1
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"x","allowed":true}} | expected response.uid
            """)
    void anAnswerThatIsNoneIsAFailure(String body, String message) {
        // Given
        serve("127.0.0.1", _ -> body);
        configure("{}");

        // Then
        assertThatThrownBy(() -> create("{}"))
                .hasMessageStartingWith("Internal error occurred: failed calling webhook \"check.shop.example\":")
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(500));
    }

    /** A webhook that never answers, by what is to be done then. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"Fail, false", "Ignore, true"})
    void aWebhookThatDoesNotAnswerInTimeFailsOrIsIgnored(String policy, boolean passes) {
        // Given
        serve("127.0.0.1", _ -> "");
        configure("{timeoutSeconds: 1, failurePolicy: " + policy + "}");

        // When
        Optional<String> refusal;
        try {
            create("{}");
            refusal = Optional.empty();
        } catch (Refusal e) {
            refusal = Optional.of(e.getMessage());
        }

        // Then
        assertThat(refusal.isEmpty()).isEqualTo(passes);
        assertThat(refusal.orElse("context deadline exceeded")).contains("context deadline exceeded");
    }

    @Test
    void aServiceProvesItsOwnName() {
        // Given
        serve("hooks.shop.svc", answer("allowed: true, warnings: [reached]"));
        services.put("shop/hooks:8443", server.address());
        configure("{clientConfig: {service: {namespace: shop, name: hooks, port: 8443, path: /x}, caBundle: %s}}"
                .formatted(server.caBundle()));

        // When
        var warnings = create("{}");

        // Then
        assertThat(warnings).containsExactly("reached");
    }

    @Test
    void aServiceWithAnotherNameIsNotTrusted() {
        // Given
        serve("other.shop.svc", answer("allowed: true"));
        services.put("shop/hooks:443", server.address());
        configure(
                "{clientConfig: {service: {namespace: shop, name: hooks}, caBundle: %s}}".formatted(server.caBundle()));

        // Then
        assertThatThrownBy(() -> create("{}"))
                .hasMessageContaining("certificate is valid for [other.shop.svc], not hooks.shop.svc");
        assertThat(server.reviews()).isEmpty();
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() {
        // Given
        serve("127.0.0.1", answer("allowed: true"));
        try (var stranger = new WebhookServer("127.0.0.1", answer("allowed: true"))) {
            configure("{clientConfig: {url: '%s', caBundle: %s}}".formatted(server.url(), stranger.caBundle()));
        }

        // Then
        assertThatThrownBy(() -> create("{}")).hasMessageContaining("failed calling webhook");
        assertThat(server.reviews()).isEmpty();
    }

    @Test
    void aServiceWithoutAddressIsAFailure() {
        // Given
        serve("127.0.0.1", answer("allowed: true"));
        configure("{clientConfig: {service: {namespace: shop, name: gone}}}");

        // Then
        assertThatThrownBy(() -> create("{}")).hasMessageContaining("no endpoints available for service \"gone\"");
    }

    @ParameterizedTest
    @CsvSource({"https://a b/", "https://", "https:///x"})
    void anAddressThatIsNoneIsAFailure(String url) {
        // Given
        serve("127.0.0.1", answer("allowed: true"));
        configure("{clientConfig: {url: '%s'}}".formatted(url));

        // Then
        assertThatThrownBy(() -> create("{}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("failed calling webhook \"check.shop.example\"")
                .hasMessageContaining("invalid URL");
    }

    /** A rule or a selector, and whether the creation of a Secret with the label app=web in a namespace of team a is its. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            rules: [{operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*']}]           | true
            rules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [secrets]}]      | true
            rules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: ['*/*']}]        | true
            rules: [{operations: [UPDATE], apiGroups: [''], apiVersions: [v1], resources: [secrets]}]      | false
            rules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [secrets]}]    | false
            rules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v2], resources: [secrets]}]      | false
            rules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods]}]         | false
            rules: [{operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], scope: Cluster}] | false
            rules: [{operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], scope: Namespaced}] | true
            namespaceSelector: {matchLabels: {team: a}}                                                    | true
            namespaceSelector: {matchLabels: {team: b}}                                                    | false
            namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [shop]}]} | false
            objectSelector: {matchLabels: {app: web}}                                                      | true
            objectSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}                       | false
            """)
    void aWebhookIsAskedAboutWhatItSelects(String field, boolean asked) {
        // Given
        serve("127.0.0.1", answer("allowed: true"));
        configure("{" + field + "}");

        // When
        create("metadata: {labels: {app: web}}");

        // Then
        assertThat(server.reviews()).hasSize(asked ? 1 : 0);
    }

    @Test
    void aDeletionIsReviewedByWhatWasThere() {
        // Given
        serve("127.0.0.1", answer("allowed: true"));
        configure("{objectSelector: {matchLabels: {app: web}}}");

        // When
        webhooks.review(
                Operation.DELETE, SECRET, Yaml.object("metadata: {labels: {app: web}}"), null, CALLER, Write.FOR_REAL);

        // Then
        var request = server.reviews().getFirst().path("request");
        assertThat(request.path("object").isNull()).isTrue();
        assertThat(request.path("oldObject")
                        .path("metadata")
                        .path("labels")
                        .path("app")
                        .asText())
                .isEqualTo("web");
    }

    @Test
    void noWebhookIsAskedAboutWebhooks() {
        // Given
        serve("127.0.0.1", answer("allowed: false"));
        configure("{}");
        var configuration = ObjectKey.inCluster(Kinds.VALIDATING_WEBHOOK_CONFIGURATION, "checks");

        // When
        var warnings =
                webhooks.review(Operation.DELETE, configuration, Yaml.object("{}"), null, CALLER, Write.FOR_REAL);

        // Then
        assertThat(warnings).isEmpty();
    }

    /** What of a configuration is refused when it is made. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            matchConditions: [{name: a, expression: 'true'}] | webhooks[0].matchConditions: Forbidden: the cluster emulator does not support matchConditions, which are CEL expressions
            admissionReviewVersions: [v1beta1]     | webhooks[0].admissionReviewVersions: Invalid value: ["v1beta1"]: must include at least one of v1
            sideEffects: Some                      | webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"
            timeoutSeconds: 60                     | webhooks[0].timeoutSeconds: Invalid value: 60: the timeout value must be between 1 and 30 seconds
            clientConfig: {url: 'http://x'}        | webhooks[0].clientConfig.url: Invalid value: "http://x": 'https' is the only allowed URL scheme
            clientConfig: {}                       | webhooks[0].clientConfig: Required value: exactly one of url or service is required
            rules: [{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods/exec]}] | webhooks[0].rules[0].resources: Forbidden: the cluster emulator does not support webhooks for subresources (pods/exec)
            """)
    void aConfigurationThatCannotBeObeyedIsRefused(String field, String message) {
        // Given
        serve("127.0.0.1", answer("allowed: true"));

        // Then
        assertThatThrownBy(() -> configure("{" + field + "}"))
                .hasMessage("ValidatingWebhookConfiguration.admissionregistration.k8s.io \"checks\" is invalid: "
                        + message);
    }

    private void serve(String name, Function<JsonNode, String> answer) {
        server = new WebhookServer(name, answer);
    }

    private static Function<JsonNode, String> answer(String response) {
        return review -> {
            var answer = Yaml.object("{kind: AdmissionReview, apiVersion: admission.k8s.io/v1}");
            answer.set(
                    "response",
                    Yaml.object("{" + response + "}")
                            .put("uid", review.path("request").path("uid").asText()));
            return answer.toString();
        };
    }

    /** Stores a webhook that is asked about everything, but for some fields. */
    private void configure(String fields) {
        var webhook = Yaml.object("""
                name: check.shop.example
                admissionReviewVersions: [v1]
                sideEffects: None
                timeoutSeconds: 5
                clientConfig: {url: '%s', caBundle: %s}
                rules: [{operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*']}]
                """.formatted(server.url(), server.caBundle()));
        webhook.setAll(Yaml.object(fields));
        var configuration = Yaml.object("{}");
        configuration.putArray("webhooks").add(webhook);
        objects.create(
                ObjectKey.inCluster(Kinds.VALIDATING_WEBHOOK_CONFIGURATION, "checks"), configuration, Write.FOR_REAL);
    }

    private List<String> create(String secret) {
        return webhooks.review(Operation.CREATE, SECRET, null, Yaml.object(secret), CALLER, Write.FOR_REAL);
    }
}
