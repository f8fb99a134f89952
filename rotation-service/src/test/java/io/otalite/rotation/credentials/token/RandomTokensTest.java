package io.otalite.rotation.credentials.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otalite.access.AccessToken;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.credentials.AcceptedHashes;
import io.otalite.rotation.credentials.AcceptedHashes.Listed;
import io.otalite.rotation.credentials.AcceptedHashes.Place;
import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.CredentialIssuerContractTest;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.TokenId;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.credentials.kubernetes.SecretHashes;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a verifier that goes by a Secret of a cluster. */
class RandomTokensTest extends CredentialIssuerContractTest {
    private static final Place LIST = new Place("shop", "accepted", "sha256");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path state;

    private static TestCluster cluster;
    private static KubernetesClient nobody;
    private static HttpServer verifier;

    private final AccessToken old = AccessToken.generate(new SecureRandom());
    private final Subject subject = subject(
            Map.of("accepted-in", LIST.toString(), "probe-url", address().toString()));
    private AcceptedHashes hashes;
    private RandomTokens issuer;
    private boolean losing;

    @BeforeAll
    static void start() throws IOException {
        cluster = new TestCluster(state);
        cluster.create("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                """);
        nobody = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("https://127.0.0.1:1")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        verifier = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        verifier.createContext("/", RandomTokensTest::verify);
        verifier.start();
    }

    @AfterAll
    static void stop() throws Exception {
        verifier.stop(0);
        nobody.close();
        cluster.close();
    }

    /** Lets in who has a token whose hash is on the list. */
    private static void verify(HttpExchange exchange) throws IOException {
        var token = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", "");
        var accepted = new SecretHashes(cluster.admin()).read(LIST).accepted();
        var moved = exchange.getRequestURI().getPath().equals("/moved");
        exchange.getResponseHeaders().set("Location", "/");
        exchange.sendResponseHeaders(
                moved ? 302 : accepted.contains(AccessToken.of(token).hash().sha256Hex()) ? 204 : 401, -1);
        exchange.close();
    }

    private static URI address() {
        return URI.create("http://127.0.0.1:%d/".formatted(verifier.getAddress().getPort()));
    }

    private Subject subject(Map<String, String> settings) {
        return new Subject(
                Subjects.RANDOM_TOKEN,
                "shop/Secret/token/token",
                Optional.of(TokenId.of(old.hash().sha256Hex())),
                new ObjectRef("Secret", "shop", "token"),
                settings);
    }

    private Subject with(String setting, String value) {
        var settings = new HashMap<>(subject.settings());
        settings.put(setting, value);
        return subject(settings);
    }

    @Override
    protected CredentialIssuer issuer() {
        list(old.hash().sha256Hex());
        hashes = new SecretHashes(cluster.admin());
        losing = false;
        issuer = new RandomTokens(new Losing(), new SecureRandom(), Clock.systemUTC());
        return issuer;
    }

    private static void list(String content) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(LIST.namespace())
                .withName(LIST.secret())
                .endMetadata()
                .addToStringData(LIST.entry(), content)
                .addToStringData("other", "left alone")
                .build();
        cluster.admin().resource(secret).delete();
        cluster.admin().resource(secret).create();
    }

    /** Writes, and says when it is told to that the answer was lost. */
    private final class Losing implements AcceptedHashes {
        @Override
        public Listed read(Place place) {
            return hashes.read(place);
        }

        @Override
        public void write(Place place, Listed next) {
            hashes.write(place, next);
            if (losing) {
                losing = false;
                throw new IssuerUnavailableException("The answer is lost");
            }
        }
    }

    @Override
    protected CredentialIssuer unreachable() {
        return new RandomTokens(new SecretHashes(nobody), new SecureRandom(), Clock.systemUTC());
    }

    @Override
    protected Subject subject() {
        return subject;
    }

    @Override
    protected Map<ObjectRef, Set<String>> places() {
        return Map.of(subject().secret(), Set.of("token"));
    }

    @Override
    protected void loseTheNextAnswer() {
        losing = true;
    }

    @Override
    protected boolean letsIn(Issued credential) {
        var token = new String(credential.parts().get(Issued.WHOLE).toArray(), StandardCharsets.US_ASCII);
        var request = HttpRequest.newBuilder(address())
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Issued inUse() {
        return new Issued(TokenId.of(old.hash().sha256Hex()), Map.of(Issued.WHOLE, Bytes.utf8(old.reveal())));
    }

    @Override
    protected Set<String> good() {
        return hashes.read(LIST).accepted().stream().map(TokenId::of).collect(Collectors.toSet());
    }

    @Override
    protected void use(Issued credential) {
        assertThat(letsIn(credential)).isTrue();
    }

    @Override
    protected Class<? extends Usage> whenUsed() {
        return Usage.Unknown.class;
    }

    @Override
    protected Class<? extends Usage> whenNotUsed() {
        return Usage.Unknown.class;
    }

    private Issued issued() {
        return issuer.issue(subject, issuer.intend(subject));
    }

    @Test
    void whatElseTheSecretHoldsIsLeftAlone() {
        // When
        var issued = issued();
        issuer.change(subject, inUse().id(), Standing.DISABLED);

        // Then
        var secret = cluster.admin()
                .secrets()
                .inNamespace("shop")
                .withName("accepted")
                .get();
        assertThat(secret.getData()).containsOnlyKeys("sha256", "other");
        assertThat(secret.getMetadata().getAnnotations())
                .containsEntry(
                        "rotation.ota-lite.io/hashes-set-aside", old.hash().sha256Hex());
        assertThat(good()).containsExactly(issued.id());
    }

    @Test
    void aTokenWithoutAListHasNoVerifierThatCouldTakeTwo() {
        // Given
        var alone = subject(Map.of("probe-url", address().toString()));

        // When
        var refusals = issuer.refusals(alone, places());

        // Then
        assertThat(refusals)
                .singleElement()
                .asString()
                .contains("accepted-in")
                .endsWith("without one, two tokens cannot be good at the same time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:///etc/passwd", "no address", "/v1"})
    void aTokenThatCannotBeTriedIsRefused(String address) {
        assertThat(issuer.refusals(with("probe-url", address), places()))
                .singleElement()
                .asString()
                .contains("probe-url");
    }

    /** Else an annotation on a Secret of one's own would open any door in the cluster. */
    @Test
    void nobodyGetsOnAListWhoIsNotOnIt() {
        // Given
        var stranger = AccessToken.generate(new SecureRandom());
        list(stranger.hash().sha256Hex());
        var intent = issuer.intend(subject);

        // When
        assertThatThrownBy(() -> issuer.issue(subject, intent)).isInstanceOf(IssuerRefusedException.class);

        // Then
        assertThat(issuer.refusals(subject, places()))
                .singleElement()
                .asString()
                .contains("is not one that shop/accepted/sha256 accepts");
        assertThat(good()).containsExactly(TokenId.of(stranger.hash().sha256Hex()));
    }

    @Test
    void theLastTokenIsNotTakenOff() {
        // When
        assertThatThrownBy(() -> issuer.change(subject, inUse().id(), Standing.DISABLED))
                .isInstanceOf(IssuerRefusedException.class)
                .hasMessageEndingWith("shop/accepted/sha256 would accept none");

        // Then
        assertThat(good()).containsExactly(inUse().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"the-token-itself", "ABCDEF"})
    void aListOfSomethingElseIsRefusedAndNotRepeated(String content) {
        // Given
        list(content);

        // When
        var refusals = issuer.refusals(subject, places());

        // Then
        assertThat(refusals)
                .singleElement()
                .asString()
                .contains("holds something else")
                .doesNotContain(content);
    }

    @Test
    void aListThatIsNotThereIsTold() {
        assertThat(issuer.refusals(with("accepted-in", "shop/nothing/sha256"), places()))
                .containsExactly("There is no list of hashes shop/nothing/sha256");
    }

    @Test
    void whoWasFasterIsNotOverwritten() {
        // Given
        var read = hashes.read(LIST);
        var unused = issued();

        // When
        assertThatThrownBy(() -> hashes.write(LIST, read)).isInstanceOf(IssuerUnavailableException.class);

        // Then
        assertThat(good()).hasSize(2);
    }

    @Test
    void aTokenGoesToTheNamedAddressAlone() {
        // Given
        var moved = with("probe-url", address().resolve("/moved").toString());

        // When
        var proof = issuer.prove(moved, issued());

        // Then
        assertThat(proof).isEqualTo(new Proof.NotYet(address().resolve("/moved") + " answers HTTP 302"));
    }

    @Test
    void aListThatHasNotReachedTheVerifierYetIsNoProof() {
        // Given
        var token = AccessToken.generate(new SecureRandom());
        var issued = new Issued(TokenId.of(token.hash().sha256Hex()), Map.of(Issued.WHOLE, Bytes.utf8(token.reveal())));

        // When
        var proof = issuer.prove(subject, issued);

        // Then
        assertThat(proof)
                .isEqualTo(new Proof.NotYet(
                        address() + " answers HTTP 401; the list of hashes may not have reached the verifier"));
    }
}
