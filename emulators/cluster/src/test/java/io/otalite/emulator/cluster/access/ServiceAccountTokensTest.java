package io.otalite.emulator.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.access.AccessToken;
import io.otalite.emulator.cluster.access.ServiceAccountTokens.Wanted;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAccountTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectKey ROTATOR = new ObjectKey(Kinds.SERVICE_ACCOUNT, "shop", "rotator");
    private static final ObjectKey POD = new ObjectKey(Kinds.POD, "shop", "rotator-0");

    private final Objects objects = new Objects(Clock.systemUTC(), (_, _, _, wanted, _) -> wanted, Journal.none());

    @TempDir
    Path home;

    private ServiceAccountTokens tokens;

    @BeforeEach
    void account() throws IOException {
        create(ObjectKey.inCluster(Kinds.NAMESPACE, "shop"));
        create(ROTATOR);
        tokens = at(NOW);
    }

    @Test
    void aTokenProvesItsAccount() {
        // When
        var proof = tokens.verify(mint(tokens, "rotator"));

        // Then
        assertThat(proof).hasValueSatisfying(proven -> {
            assertThat(proven.caller().username()).isEqualTo("system:serviceaccount:shop:rotator");
            assertThat(proven.caller().groups())
                    .containsExactly("system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated");
        });
    }

    @Test
    void itIsGoodAfterARestart() throws IOException {
        // Given
        var token = mint(tokens, "rotator");

        // Then
        assertThat(at(NOW).verify(token)).isPresent();
    }

    @Test
    void itEndsInTime() throws IOException {
        // When
        var token = mint(tokens, "rotator");

        // Then
        assertThat(at(NOW.plus(Duration.ofMinutes(59))).verify(token)).isPresent();
        assertThat(at(NOW.plus(Duration.ofMinutes(60))).verify(token)).isEmpty();
        assertThat(at(NOW.minus(Duration.ofSeconds(1))).verify(token)).isEmpty();
    }

    @Test
    void itDiesWithItsAccountAlsoWhenThereIsANewOneOfThatName() {
        // Given
        var token = mint(tokens, "rotator");

        // When
        objects.remove(ROTATOR);
        create(ROTATOR);

        // Then
        assertThat(tokens.verify(token)).isEmpty();
        assertThat(tokens.verify(mint(tokens, "rotator"))).isPresent();
    }

    @Test
    void itDiesWithThePodItIsBoundTo() {
        // Given
        createPod("rotator");
        var uid = Metadata.uid(objects.get(POD).orElseThrow());
        var token = tokens.mint("shop", "rotator", uid, "", Duration.ofHours(1));
        assertThat(tokens.verify(token)).isPresent();

        // When
        objects.remove(POD);

        // Then
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void itIsBoundToNoPodOfAnotherAccount() {
        // Given
        createPod("other");
        var uid = Metadata.uid(objects.get(POD).orElseThrow());

        // When
        assertThatThrownBy(() -> tokens.mint("shop", "rotator", uid, "", Duration.ofHours(1)))
                // Then
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(400));
    }

    @Test
    void aTokenForAnotherAudienceOpensNothingHere() {
        // Given
        var authentication = new Authentication(AccessToken.of("admin").hash(), tokens);
        var token = tokens.mint(new Wanted("shop", "rotator", "", List.of("vault"), Duration.ofHours(1)));

        // Then
        assertThat(authentication.prove(AccessToken.of(token), List.of("vault")))
                .isPresent();
        assertThat(authentication.prove(AccessToken.of(token), List.of(ServiceAccountTokens.AUDIENCE)))
                .isEmpty();
    }

    @Test
    void nobodyElsesSignatureIsAccepted() throws IOException {
        // Given
        var others = ServiceAccountTokens.open(home.resolve("other.key"), objects, Clock.fixed(NOW, ZoneOffset.UTC));

        // Then
        assertThat(tokens.verify(mint(others, "rotator"))).isEmpty();
    }

    @Test
    void anUnsignedTokenIsNone() {
        // Given
        var parts = mint(tokens, "rotator").split("\\.", -1);
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(tokens.verify(none + "." + parts[1] + ".")).isEmpty();
        assertThat(tokens.verify(none + "." + parts[1] + "." + parts[2])).isEmpty();
        assertThat(tokens.verify("a.b.c")).isEmpty();
        assertThat(tokens.verify("")).isEmpty();
    }

    @Test
    void thereIsNoTokenForAnAccountThatDoesNotExist() {
        assertThatThrownBy(() -> mint(tokens, "nobody"))
                .isInstanceOf(Refusal.class)
                .hasMessage("serviceaccounts \"nobody\" not found");
    }

    private ServiceAccountTokens at(Instant now) throws IOException {
        return ServiceAccountTokens.open(home.resolve("sa.key"), objects, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String mint(ServiceAccountTokens tokens, String account) {
        return tokens.mint(new Wanted("shop", account, "", List.of(), Duration.ofHours(1)));
    }

    private void createPod(String account) {
        var pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("spec").put("serviceAccountName", account);
        objects.create(POD, pod, Write.FOR_REAL);
    }

    private void create(ObjectKey key) {
        objects.create(key, JsonNodeFactory.instance.objectNode(), Write.FOR_REAL);
    }
}
