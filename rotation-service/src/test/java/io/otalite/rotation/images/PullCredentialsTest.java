package io.otalite.rotation.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.images.PullCredentials.Login;
import io.otalite.rotation.images.PullCredentials.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullCredentialsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # entry of the secret          | image                       | matches
            ghcr.io                        | ghcr.io/team/app            | true
            https://ghcr.io                | ghcr.io/team/app            | true
            http://ghcr.io/                | ghcr.io/team/app            | true
            https://ghcr.io/v2/            | ghcr.io/team/app            | true
            https://ghcr.io/v1/team        | ghcr.io/team/app            | true
            ghcr.io                        | gcr.io/team/app             | false
            ghcr.io/team                   | ghcr.io/team/app            | true
            ghcr.io/team                   | ghcr.io/teams/app           | true
            ghcr.io/team                   | ghcr.io/other/app           | false
            ghcr.io/team/app/deeper        | ghcr.io/team/app            | false
            ghcr.io:443                    | ghcr.io/team/app            | false
            localhost:5000                 | localhost:5000/app          | true
            localhost                      | localhost:5000/app          | false
            localhost:5001                 | localhost:5000/app          | false
            [::1]:5000                     | [::1]:5000/app              | true
            *.gcr.io                       | eu.gcr.io/team/app          | true
            *.gcr.io                       | gcr.io/team/app             | false
            *.gcr.io                       | a.b.gcr.io/team/app         | false
            *.*.gcr.io                     | a.b.gcr.io/team/app         | true
            e*.gcr.io                      | eu.gcr.io/team/app          | true
            e*u.gcr.io                     | eu.gcr.io/team/app          | true
            a*b*c.gcr.io                   | axxbxbc.gcr.io/team/app     | true
            a*b*c.gcr.io                   | axxbxbd.gcr.io/team/app     | false
            e*.gcr.io                      | us.gcr.io/team/app          | false
            *.pkg.dev:8443/p               | eu.pkg.dev:8443/p/app       | true
            *                              | localhost/app               | true
            *                              | ghcr.io/team/app            | false
            docker.io                      | nginx                       | true
            docker.io/library              | nginx                       | true
            https://index.docker.io/v1/    | nginx                       | true
            https://index.docker.io/v1/    | team/app                    | true
            https://index.docker.io/v1/    | ghcr.io/team/app            | false
            registry-1.docker.io           | nginx                       | false
            """)
    void aLoginIsGoodWhereTheKubeletFindsItGood(String entry, String image, boolean matches) {
        var secret = secret(entry, "robot");

        assertThat(PullCredentials.matching(List.of(secret), name(image))).hasSize(matches ? 1 : 0);
    }

    @Test
    void theMostSpecificLoginComesFirst() {
        // Given
        var first = secret("*.pkg.dev", "wild", "eu.pkg.dev", "host", "eu.pkg.dev/p/team", "team");
        var second = secret("eu.pkg.dev/p", "project", "eu.pkg.dev", "second host", "index.docker.io", "hub");

        // When
        var logins = PullCredentials.matching(List.of(first, second), name("eu.pkg.dev/p/team/app"));

        // Then
        assertThat(logins).extracting(Login::user).containsExactly("team", "project", "host", "second host", "wild");
    }

    @Test
    void theLoginOfDockerHubIsTheLastResortForItsImages() {
        // Given
        var secret = secret("https://index.docker.io/v1/", "hub", "docker.io", "docker");

        // When
        var logins = PullCredentials.matching(List.of(secret), name("nginx"));

        // Then
        assertThat(logins).extracting(Login::user).containsExactly("docker");
    }

    @Test
    void bothFormsOfSecretsAreRead() {
        // Given
        var auth = base64("robot:pass:word");
        var now = "{\"auths\": {\"ghcr.io\": {\"auth\": \"%s\", \"email\": \"x\"}}, \"credsStore\": \"x\"}";
        var then = "{\"ghcr.io\": {\"username\": \"robot\", \"password\": \"pass:word\"}}";
        var login = new Login(new Location("ghcr.io", "", ""), "robot", "pass:word");

        // When
        var fromNow = parse(now.formatted(auth));
        var fromThen = parse(then);

        // Then
        assertThat(fromNow).isEqualTo(new Reading.Usable(new PullCredentials(List.of(login))));
        assertThat(fromThen).isEqualTo(fromNow);
    }

    @Test
    void anEntryThatCannotBeUsedDoesNotSpoilTheOthers() {
        // Given
        var good = base64("robot:password");
        var content = """
                {"auths": {"a.b": {"auth": "no base64!"}, "c.d": 7, "e.f": null, "": {"auth": "%1$s"}, "://": {"auth": "%1$s"},
                 "g.h": {"identitytoken": "t"}, "i.j": {"auth": "%2$s"}, "ghcr.io": {"auth": "%1$s"}}}""".formatted(good, base64("no colon"));

        // When
        var reading = parse(content);

        // Then
        assertThat(reading)
                .isEqualTo(new Reading.Usable(
                        new PullCredentials(List.of(new Login(new Location("ghcr.io", "", ""), "robot", "password")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "s3cret", "{\"auths\": []}", "{\"auths\": {\"s3cret"})
    void aMalformedSecretHoldsNoCredentialsAndIsNotQuoted(String content) {
        assertThat(parse(content))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class,
                        unusable -> assertThat(unusable.why()).isNotEmpty().doesNotContain("s3cret"));
    }

    @Test
    void aSecretThatNestsWithoutEndIsMalformed() {
        assertThat(parse("{\"a\":".repeat(100_000))).isInstanceOf(Reading.Unusable.class);
    }

    @Test
    void aSecretLargerThanKubernetesAllowsIsNotRead() {
        var content = new byte[1024 * 1024 + 1];
        Arrays.fill(content, (byte) ' ');

        assertThat(PullCredentials.parse(content))
                .isEqualTo(new Reading.Unusable("The pull secret has 1048577 bytes, allowed are 1048576"));
    }

    @Test
    void noTextShowsUserOrPassword() {
        var secret = secret("ghcr.io/team", "the-user");

        assertThat(secret).hasToString("PullCredentials[login for ghcr.io/team]");
        assertThat(new Reading.Usable(secret).toString()).doesNotContain("the-user", "the-password");
        assertThat(secret.logins().toString()).doesNotContain("the-user", "the-password");
    }

    private static Reading parse(String content) {
        return PullCredentials.parse(content.getBytes(StandardCharsets.UTF_8));
    }

    private static PullCredentials secret(String... entriesAndUsers) {
        var content = new StringBuilder("{\"auths\": {");
        for (var i = 0; i < entriesAndUsers.length; i += 2) {
            content.append(i == 0 ? "" : ",")
                    .append("\"%s\": {\"auth\": \"%s\"}"
                            .formatted(entriesAndUsers[i], base64(entriesAndUsers[i + 1] + ":the-password")));
        }
        return ((Reading.Usable) parse(content.append("}}").toString())).credentials();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ImageName name(String image) {
        return ((ImageName.Reading.Valid) ImageName.parse(image)).name();
    }
}
