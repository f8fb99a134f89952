package io.otalite.rotation.images.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.images.ImageCheck;
import io.otalite.rotation.images.ImageName;
import io.otalite.rotation.images.PullCredentials;
import io.otalite.rotation.images.registry.TestRegistry.Login;
import io.otalite.rotation.images.registry.TestRegistry.Received;
import io.otalite.rotation.images.registry.TestRegistry.Trouble;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class HttpImageRegistryTest {
    private static final String WRONG = "wrong-password";
    private static final String RIGHT = "right-password";

    private final TestRegistry registry = TestRegistry.start();
    private final HttpImageRegistry images = new HttpImageRegistry(Duration.ofSeconds(10), Set.of());

    @AfterEach
    void stop() {
        images.close();
        registry.close();
    }

    @Test
    void anImageIsPresentByTagAndByDigest() {
        // Given
        var digest = registry.push("team/app", "1.0");

        // When
        var byTag = check("team/app:1.0");
        var byDigest = check("team/app@" + digest);
        var byBoth = check("team/app:gone@" + digest);

        // Then
        assertThat(List.of(byTag, byDigest, byBoth)).containsOnly(new ImageCheck.Present(digest));
    }

    @Test
    void anIndexOfSeveralPlatformsIsAnImage() {
        // Given
        var digest = registry.pushIndex("team/app", "latest");

        // When
        var check = check("team/app");

        // Then
        assertThat(check).isEqualTo(new ImageCheck.Present(digest));
    }

    @Test
    void nothingIsPulledWhileTheImageIsThere() {
        // Given
        registry.push("team/app", "1.0");

        // When
        check("team/app:1.0");

        // Then
        assertThat(registry.received())
                .containsExactly(new Received("HEAD", "/v2/team/app/manifests/1.0", Optional.empty()));
    }

    @Test
    void anImageThatIsDeletedInTheRegistryIsAbsent() {
        // Given
        var digest = registry.push("team/app", "1.0");
        check("team/app:1.0");
        registry.delete("team/app", "1.0");

        // When
        var byTag = check("team/app:1.0");
        var byDigest = check("team/app@" + digest);

        // Then
        assertThat(byTag).isEqualTo(new ImageCheck.Absent("%s has no 1.0 in team/app".formatted(registry.authority())));
        assertThat(byDigest).isInstanceOf(ImageCheck.Absent.class);
    }

    @Test
    void theDigestIsComputedWhereTheRegistryDoesNotNameIt() {
        // Given
        var digest = registry.push("team/app", "1.0");
        registry.withoutDigestHeader();

        // When
        var byTag = check("team/app:1.0");
        var byDigest = check("team/app@" + digest);

        // Then
        assertThat(List.of(byTag, byDigest)).containsOnly(new ImageCheck.Present(digest));
    }

    @Test
    void aManifestThatIsNotTheOneAskedForIsNoAnswer() {
        // Given
        var digest = registry.push("team/app", "1.0");
        try (var other = TestRegistry.start()) {
            other.pushIndex("team/app", digest);
            registry.redirectTo("http://" + other.authority());

            // When
            var named = check("team/app@" + digest);
            other.withoutDigestHeader();
            var computed = check("team/app@" + digest);

            // Then
            assertThat(List.of(named, computed))
                    .containsOnly(new ImageCheck.Unreachable(
                            "%s answers with another digest than it was asked for".formatted(registry.authority())));
        }
    }

    @Test
    void aRegistryWithoutHeadIsAskedWithGet() {
        // Given
        var digest = registry.push("team/app", "1.0");
        registry.withoutHead();

        // When
        var check = check("team/app:1.0");

        // Then
        assertThat(check).isEqualTo(new ImageCheck.Present(digest));
    }

    @ParameterizedTest
    @EnumSource(names = {"BASIC", "BEARER", "PUBLIC_BEARER"})
    void theRightPasswordOpens(Login login) {
        // Given
        var digest = registry.push("team/app", "1.0");
        registry.requireLogin(login, RIGHT);

        // When
        var check = check("team/app:1.0", RIGHT);

        // Then
        assertThat(check).isEqualTo(new ImageCheck.Present(digest));
    }

    @ParameterizedTest
    @EnumSource(names = {"BASIC", "BEARER", "PUBLIC_BEARER"})
    void aWrongPasswordIsDeniedEvenWhereNoneIsNeeded(Login login) {
        // Given
        registry.push("team/app", "1.0");
        registry.requireLogin(login, RIGHT);

        // When
        var check = check("team/app:1.0", WRONG);

        // Then
        assertThat(check)
                .isEqualTo(new ImageCheck.Denied("%1$s refuses to show team/app: HTTP 401 to the login for %1$s"
                        .formatted(registry.authority())));
    }

    @ParameterizedTest
    @EnumSource(names = {"BASIC", "BEARER"})
    void aPrivateImageIsDeniedToNobody(Login login) {
        // Given
        registry.push("team/app", "1.0");
        registry.requireLogin(login, RIGHT);

        // When
        var check = check("team/app:1.0");

        // Then
        assertThat(check)
                .isEqualTo(new ImageCheck.Denied("%s refuses to show team/app: HTTP 401 to a request without login"
                        .formatted(registry.authority())));
    }

    @Test
    void aPublicImageNeedsATokenOnly() {
        // Given
        var digest = registry.push("team/app", "1.0");
        registry.requireLogin(Login.PUBLIC_BEARER, RIGHT);

        // When
        var check = check("team/app:1.0");

        // Then
        assertThat(check).isEqualTo(new ImageCheck.Present(digest));
    }

    @Test
    void everyLoginIsTriedUntilOneOpens() {
        // Given
        var digest = registry.push("team/app", "1.0");
        registry.requireLogin(Login.BEARER, RIGHT);

        // When
        var check = check("team/app:1.0", WRONG, RIGHT);

        // Then
        assertThat(check).isEqualTo(new ImageCheck.Present(digest));
    }

    @Test
    void whatOneLoginMayNotSeeIsNotAbsentBecauseAnotherOneFoundNothing() {
        // Given
        registry.requireLogin(Login.BASIC, RIGHT);

        // When
        var check = check("team/app:1.0", RIGHT, WRONG);

        // Then
        assertThat(check).isInstanceOf(ImageCheck.Denied.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "TOO_MANY_REQUESTS", "NO_REGISTRY", "FLOOD", "PORTAL"})
    void aRegistryInTroubleSaysNothingOfAnImage(Trouble trouble) {
        // Given
        var digest = registry.push("team/app", "1.0");
        registry.trouble(trouble);

        // When
        var byTag = check("team/app:1.0");
        var byDigest = check("team/app@" + digest);

        // Then
        assertThat(byTag).isInstanceOf(ImageCheck.Unreachable.class);
        assertThat(byDigest).isInstanceOf(ImageCheck.Unreachable.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "TOO_MANY_REQUESTS", "NO_REGISTRY", "FLOOD", "PORTAL"})
    void aTokenEndpointInTroubleIsNoRefusal(Trouble trouble) {
        // Given
        registry.push("team/app", "1.0");
        registry.requireLogin(Login.BEARER, RIGHT);
        registry.tokenTrouble(trouble);

        // When
        var check = check("team/app:1.0", RIGHT);

        // Then
        assertThat(check).isInstanceOf(ImageCheck.Unreachable.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "DRIP"})
    void theDeadlineEndsACheckWhateverTheRegistryDoes(Trouble trouble) {
        // Given
        registry.trouble(trouble);
        try (var hasty = new HttpImageRegistry(Duration.ofMillis(300), Set.of())) {

            // When
            var check = hasty.check(name(registry.authority() + "/team/app"), List.of());

            // Then
            assertThat(check)
                    .isEqualTo(
                            new ImageCheck.Unreachable("%s has not answered in time".formatted(registry.authority())));
        }
    }

    @Test
    void aRegistryThatIsGoneIsUnreachable() {
        // Given
        registry.close();

        // When
        var check = check("team/app:1.0");

        // Then
        assertThat(check)
                .isEqualTo(new ImageCheck.Unreachable("%s: no connection can be made".formatted(registry.authority())));
    }

    @Test
    void aNameThatCannotBeResolvedIsUnreachable() {
        // When
        var check = images.check(name("registry.invalid/team/app"), List.of());

        // Then
        assertThat(check)
                .isEqualTo(new ImageCheck.Unreachable("registry.invalid: the name of the host cannot be resolved"));
    }

    @Test
    void anAddressThatIsNoneIsUnreachable() {
        // When
        var check = images.check(name("[:::::]/team/app"), List.of());

        // Then
        assertThat(check).isInstanceOf(ImageCheck.Unreachable.class);
    }

    @Test
    void tlsIsDemandedOffTheLoopbackInterfaceUnlessItIsNamedInsecure() {
        // Given
        var digest = registry.push("team/app", "1.0");
        var elsewhere = "[::ffff:7f00:1]:" + registry.port();
        try (var strict = new HttpImageRegistry(Duration.ofMillis(300), Set.of());
                var lenient = new HttpImageRegistry(Duration.ofSeconds(10), Set.of(elsewhere))) {

            // When
            var strictly = strict.check(name(elsewhere + "/team/app:1.0"), List.of());
            var heardInTheClear = registry.received();
            var leniently = lenient.check(name(elsewhere + "/team/app:1.0"), List.of());

            // Then
            assertThat(strictly).isInstanceOf(ImageCheck.Unreachable.class);
            assertThat(heardInTheClear).isEmpty();
            assertThat(leniently).isEqualTo(new ImageCheck.Present(digest));
        }
    }

    @Test
    void aRegistryThatSpeaksNoTlsIsUnreachable() throws Exception {
        // Given
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answered = threads.submit(() -> {
                try (var client = server.accept()) {
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    return client.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            });

            // When
            var elsewhere = "[::ffff:7f00:1]:" + server.getLocalPort();
            var check = images.check(name(elsewhere + "/team/app"), List.of());

            // Then
            assertThat(check)
                    .isIn(
                            new ImageCheck.Unreachable(elsewhere + ": no TLS connection can be made"),
                            new ImageCheck.Unreachable(elsewhere + ": no connection can be made"));
            assertThat(answered).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void aRedirectIsFollowedWithoutTheLogin() {
        // Given
        try (var other = TestRegistry.start()) {
            var digest = other.push("team/app", "1.0");
            registry.requireLogin(Login.BASIC, RIGHT);
            registry.redirectTo("http://" + other.authority());

            // When
            var check = check("team/app:1.0", RIGHT);

            // Then
            assertThat(check).isEqualTo(new ImageCheck.Present(digest));
            assertThat(other.received())
                    .allMatch(request -> request.authorization().isEmpty());
        }
    }

    @Test
    void whoIsRedirectedToDoesNotGetTheLogin() {
        // Given
        try (var other = TestRegistry.start()) {
            other.push("team/app", "1.0");
            other.requireLogin(Login.BASIC, RIGHT);
            registry.redirectTo("http://" + other.authority());

            // When
            var check = check("team/app:1.0", RIGHT);

            // Then
            assertThat(check).isInstanceOf(ImageCheck.Unreachable.class);
            assertThat(other.received())
                    .allMatch(request -> request.authorization().isEmpty());
        }
    }

    @Test
    void redirectsHaveAnEnd() {
        // Given
        registry.redirectTo("http://" + registry.authority());

        // When
        var check = check("team/app:1.0");

        // Then
        assertThat(check)
                .isEqualTo(new ImageCheck.Unreachable("%s redirects without end".formatted(registry.authority())));
    }

    @Test
    void aLoginIsNeverSentInTheClearToAnotherHost() {
        // Given
        registry.requireLogin(Login.BEARER, RIGHT);
        registry.realm("http://tokens.invalid/token");

        // When
        var check = check("team/app:1.0", RIGHT);

        // Then
        assertThat(check)
                .isEqualTo(new ImageCheck.Unreachable(
                        "tokens.invalid would have to be asked without TLS, which is not allowed for it"));
    }

    private ImageCheck check(String image, String... passwords) {
        var credentials = List.of(passwords).stream()
                .map(password -> PullCredentials.parse(registry.pullSecret(password)))
                .map(reading -> ((PullCredentials.Reading.Usable) reading).credentials())
                .toList();
        return images.check(name(registry.authority() + "/" + image), credentials);
    }

    private static ImageName name(String image) {
        return ((ImageName.Reading.Valid) ImageName.parse(image)).name();
    }
}
