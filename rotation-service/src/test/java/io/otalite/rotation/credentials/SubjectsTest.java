package io.otalite.rotation.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.tuf.Bytes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectsTest {
    private static final String PASSWORD = "q".repeat(LoginId.PASSWORD_LENGTH);
    private static final String EMAIL = "backup@ota.iam.gserviceaccount.com";
    private static final ObjectRef KEY = secret("key");
    private static final ObjectRef DATABASE = secret("database");
    private static final ObjectRef TOKEN = secret("token");
    private static final String BEARER = "b".repeat(43);
    private static final String LOGIN =
            "rotation.ota-lite.io/credential: postgres-login, rotation.ota-lite.io/postgres-group: app,"
                    + " rotation.ota-lite.io/postgres-roles: 'app_a, app_b', rotation.ota-lite.io/postgres-server: main";
    private static final String KEY_FILE = "{\"private_key_id\": \"%s\", \"client_email\": \"" + EMAIL + "\"}";

    private final TestWorld world = new TestWorld(new MutableClock(Instant.parse("2026-11-25T12:00:00Z")))
            .with("""
            apiVersion: v1
            kind: Secret
            metadata:
              namespace: shop
              name: key
              annotations: {rotation.ota-lite.io/bucket: archive, other.io/thing: no}
            stringData: {key.json: '%s', note: some text}
            """.formatted(KEY_FILE.formatted("0123")), """
            apiVersion: v1
            kind: Secret
            metadata:
              namespace: shop
              name: database
              annotations:
                rotation.ota-lite.io/credential: postgres-login
                rotation.ota-lite.io/postgres-group: app
                rotation.ota-lite.io/postgres-roles: app_a, app_b
                rotation.ota-lite.io/postgres-server: main
            stringData: {username: app_b, password: '%s', host: db}
            """.formatted(PASSWORD), """
            apiVersion: v1
            kind: Secret
            metadata:
              namespace: shop
              name: token
              annotations:
                rotation.ota-lite.io/credential: random-token
                rotation.ota-lite.io/token-entry: bearer
                rotation.ota-lite.io/accepted-in: shop/accepted/sha256
            stringData: {bearer: %s, other: def}
            """.formatted(BEARER));

    private final Subjects subjects = new Subjects(world.world());

    private static ObjectRef secret(String name) {
        return new ObjectRef(Kinds.SECRET, "shop", name);
    }

    private Subject known(ObjectRef secret, String entry) {
        return ((Recognition.Known) subjects.of(secret, entry)).subject();
    }

    @Test
    void aKeyFileSaysWhoseItIs() {
        assertThat(subjects.of(KEY, "key.json"))
                .isEqualTo(new Recognition.Known(new Subject(
                        "google-service-account-key", EMAIL, Optional.of("0123"), KEY, Map.of("bucket", "archive"))));
    }

    @Test
    void aLoginIsOfTheRoleWhoseNameStandsThere() {
        // When
        var subject = known(DATABASE, "password");

        // Then
        var generation = Bytes.utf8(PASSWORD).sha256().hex().substring(0, 12);
        assertThat(subject.kind()).isEqualTo("postgres-login");
        assertThat(subject.account()).isEqualTo("app");
        assertThat(subject.currentId()).contains("app_b@" + generation);
        assertThat(subject.settings()).containsEntry("postgres-server", "main");
        assertThat(subjects.of(DATABASE, "username")).isEqualTo(new Recognition.Known(subject));
    }

    @Test
    void ofAPasswordThatMayBeGuessedNoDigestIsTold() {
        // Given
        var secret = world.tree(DATABASE);
        secret.withObject("/stringData").put("password", "guess-me");
        world.put(secret);

        // When
        var subject = known(DATABASE, "password");

        // Then
        assertThat(subject.currentId()).contains("app_b");
    }

    @Test
    void aTokenIsNamedByItsHash() {
        assertThat(known(TOKEN, "bearer"))
                .isEqualTo(new Subject(
                        "random-token",
                        "shop/Secret/token/bearer",
                        Optional.of(Bytes.utf8(BEARER).sha256().hex().substring(0, 32)),
                        TOKEN,
                        Map.of(
                                "credential",
                                "random-token",
                                "token-entry",
                                "bearer",
                                "accepted-in",
                                "shop/accepted/sha256")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            key      | note     | The entry note of Secret shop/key is no key file of a Google service account
            key      | nothing  | Secret shop/key has no entry nothing
            nothing  | key.json | Secret shop/nothing is not there
            database | host     | The entry host of Secret shop/database is no part of its login
            token    | other    | The entry other of Secret shop/token is not its token
            """)
    void whatIsNotDeclaredIsNobodys(String name, String entry, String reason) {
        assertThat(subjects.of(secret(name), entry))
                .isInstanceOfSatisfying(
                        Recognition.Unknown.class,
                        unknown -> assertThat(unknown.reason()).startsWith(reason));
    }

    @Test
    void whatCannotBeSeenIsNobodys() {
        // Given
        world.world().lose(Scope.everywhere(Kinds.SECRET), "no permission");

        // When
        var recognition = subjects.of(KEY, "key.json");

        // Then
        assertThat(recognition).isEqualTo(new Recognition.Unknown("Secret shop/key cannot be seen: no permission"));
    }

    @Test
    void aKeyIsReplacedWhereverItStands() {
        // Given
        world.with("""
                apiVersion: v1
                kind: Secret
                metadata: {namespace: other, name: copy}
                stringData: {a: '%s', b: '%s'}
                """.formatted(KEY_FILE.formatted("0123"), KEY_FILE.formatted("4567")));

        // When
        var entries = subjects.entries(known(KEY, "key.json"));

        // Then
        assertThat(entries)
                .isEqualTo(Map.of(
                        KEY, Map.of("key.json", ""), new ObjectRef(Kinds.SECRET, "other", "copy"), Map.of("a", "")));
    }

    @Test
    void aLoginIsReplacedWhereverItsPasswordStandsAndIsDeclared() {
        // Given
        world.with("""
                apiVersion: v1
                kind: Secret
                metadata:
                  namespace: other
                  name: copy
                  annotations: {%s, rotation.ota-lite.io/username-entry: user,
                    rotation.ota-lite.io/password-entry: pass}
                stringData: {user: app_b, pass: '%s', database: app_b}
                """.formatted(LOGIN, PASSWORD), """
                apiVersion: v1
                kind: Secret
                metadata: {namespace: other, name: namesake}
                stringData: {database: app_b}
                """);

        // When
        var entries = subjects.entries(known(DATABASE, "password"));

        // Then
        assertThat(entries)
                .isEqualTo(Map.of(
                        DATABASE,
                        Map.of("username", "username", "password", "password"),
                        new ObjectRef(Kinds.SECRET, "other", "copy"),
                        Map.of("user", "username", "pass", "password")));
        assertThat(subjects.obstacles(known(DATABASE, "password"))).isEmpty();
    }

    @Test
    void aTokenIsReplacedWhereverItStands() {
        assertThat(subjects.entries(known(TOKEN, "bearer"))).isEqualTo(Map.of(TOKEN, Map.of("bearer", "")));
    }

    /** Somebody declares a token to be what stands in the Secret of somebody else, be that by guessing. */
    @Test
    void whoDeclaresNothingIsNotWrittenTo() {
        // Given
        world.with("""
                apiVersion: v1
                kind: Secret
                metadata: {namespace: other, name: victim}
                stringData: {anything: '%s'}
                """.formatted(BEARER), """
                apiVersion: v1
                kind: Secret
                metadata:
                  namespace: other
                  name: elsewhere
                  annotations:
                    rotation.ota-lite.io/credential: random-token
                    rotation.ota-lite.io/accepted-in: other/accepted/sha256
                stringData: {token: '%s'}
                """.formatted(BEARER));

        // When
        var entries = subjects.entries(known(TOKEN, "bearer"));

        // Then
        assertThat(entries).containsOnlyKeys(TOKEN);
        assertThat(subjects.obstacles(known(TOKEN, "bearer")).values())
                .containsExactly(
                        "The entry token of Secret other/elsewhere holds the same, and the Secret does not declare it by the annotations that Secret shop/token has",
                        "The entry anything of Secret other/victim holds the same, and the Secret does not declare it by the annotations that Secret shop/token has");
    }

    @Test
    void aWordIsNoToken() {
        // Given
        var secret = world.tree(TOKEN);
        secret.withObject("/stringData").put("bearer", "admin");
        world.put(secret);

        // When
        var recognition = subjects.of(TOKEN, "bearer");

        // Then
        assertThat(recognition)
                .isEqualTo(
                        new Recognition.Unknown(
                                "The entry bearer of Secret shop/token is shorter than 32 bytes, which is no token that nobody guesses"));
    }

    @Test
    void whatCannotBeReplacedIsTold() {
        // Given
        world.with("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {namespace: other, name: plain}
                data: {password: '%s'}
                """.formatted(PASSWORD), """
                apiVersion: v1
                kind: Secret
                immutable: true
                metadata: {namespace: other, name: fixed}
                stringData: {username: app_b, password: '%s'}
                """.formatted(PASSWORD), """
                apiVersion: v1
                kind: Secret
                metadata:
                  namespace: other
                  name: half
                  annotations: {%s}
                stringData: {password: '%s'}
                """.formatted(LOGIN, PASSWORD));

        // When
        var subject = known(DATABASE, "password");

        // Then
        assertThat(subjects.obstacles(subject).values())
                .containsExactly(
                        "ConfigMap other/plain holds the credential too, and only Secrets are written to",
                        "Secret other/fixed holds the credential and is immutable",
                        "Secret other/half holds the password and not the user name, which changes with it");
        assertThat(subjects.entries(subject)).containsOnlyKeys(DATABASE);
    }

    @Test
    void whereAKeyIsHeldIsKnownOnlyIfAllIsSeen() {
        // Given
        var places = new CredentialHolders(world.world());
        var unheld = new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "9999");
        assertThat(places.hold(new ObjectRef(Kinds.GOOGLE_KEY, EMAIL, "0123"))).isTrue();
        assertThat(places.hold(unheld)).isFalse();

        // When
        world.world().lose(new Scope(Kinds.CONFIG_MAP, "shop"), "no permission");

        // Then
        assertThatThrownBy(() -> places.hold(unheld)).isInstanceOf(IssuerUnavailableException.class);
    }
}
