package io.otalite.rotation.credentials.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.CredentialIssuerContractTest;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Standing;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresLoginsTest extends CredentialIssuerContractTest {
    @TempDir
    static Path home;

    private static LoginScene postgres;

    private final Subject subject = LoginScene.subject("app_a");
    private PostgresLogins issuer;

    @BeforeAll
    static void start() {
        postgres = new LoginScene(home);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    protected CredentialIssuer issuer() throws SQLException {
        postgres.reset();
        issuer = postgres.issuer();
        return issuer;
    }

    @Override
    protected CredentialIssuer unreachable() {
        return postgres.unreachable();
    }

    @Override
    protected Subject subject() {
        return subject;
    }

    @Override
    protected Map<ObjectRef, Set<String>> places() {
        return Map.of(LoginScene.SECRET, Set.of("username", "password"));
    }

    @Override
    protected void loseTheNextAnswer() {
        postgres.loseTheNextAnswer();
    }

    @Override
    protected boolean letsIn(Issued credential) {
        return postgres.letsIn(credential);
    }

    @Override
    protected Issued inUse() {
        return LoginScene.inUse();
    }

    @Override
    protected Set<String> good() {
        return postgres.good();
    }

    @Override
    protected void use(Issued credential) {
        postgres.use(credential);
    }

    @Override
    protected Class<? extends Usage> whenUsed() {
        return Usage.Used.class;
    }

    @Override
    protected Class<? extends Usage> whenNotUsed() {
        return Usage.Silent.class;
    }

    private Issued issued(Subject of) {
        return issuer.issue(of, issuer.intend(of));
    }

    /** Takes a credential through the end of its life. */
    private void end(Subject of, String id) {
        issuer.change(of, id, Standing.DISABLED);
        issuer.change(of, id, Standing.GONE);
    }

    @Test
    void theServerIsToldAVerifierAndNeverThePassword() {
        // When
        var unused = issued(subject);

        // Then
        assertThat(postgres.strings("select rolpassword from pg_authid where rolname = 'app_b'"))
                .singleElement()
                .asString()
                .startsWith("SCRAM-SHA-256$4096:");
    }

    @Test
    void theRolesTakeTurns() {
        // Given
        var second = issued(subject);
        end(subject, "app_a");
        var later = LoginScene.subject(second.id());

        // When
        var third = issued(later);

        // Then
        assertThat(second.id()).startsWith("app_b@");
        assertThat(third.id()).startsWith("app_a@");
        assertThat(postgres.letsIn(third)).isTrue();
        assertThat(issuer.prove(later, third)).isInstanceOf(Proof.Proven.class);
    }

    @Test
    void whatIsDoneToAnOldPasswordIsNotDoneToTheNextOfTheSameRole() {
        // Given
        var second = issued(subject);
        end(subject, "app_a");
        var third = issued(LoginScene.subject(second.id()));
        end(LoginScene.subject(third.id()), second.id());
        var fourth = issued(LoginScene.subject(third.id()));

        // When
        assertThatThrownBy(() -> issuer.change(LoginScene.subject(third.id()), second.id(), Standing.DISABLED))
                .isInstanceOf(IssuerRefusedException.class);

        // Then
        assertThat(issuer.standing(subject, second.id())).isEqualTo(Standing.GONE);
        assertThat(postgres.letsIn(fourth)).isTrue();
    }

    @Test
    void whatOneRoleCreatesTheOtherOwnsToo() throws SQLException {
        // Given
        var next = issued(subject);
        try (var old = postgres.connect(LoginScene.inUse());
                var statement = old.createStatement()) {
            statement.execute("create table thing (id int)");
        }

        // When
        try (var connection = postgres.connect(next);
                var statement = connection.createStatement()) {
            statement.execute("alter table thing add column name text");
        }
        postgres.held = next;

        // Then
        assertThat(issuer.refusals(LoginScene.subject(next.id()), places()))
                .containsExactly(
                        "The role app_a, whose turn it is, can still log in: an earlier rotation has not ended");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            alter role app_b login       | The role app_b, whose turn it is, can still log in: an earlier rotation has not ended
            revoke app from app_b        | The role app_b is no member of app
            comment on role app_a is 'ota-lite generation 0123' | The comment on the role app_a tells of another password; if the one in use was set by hand: comment on role app_a is null
            alter role app_b createdb    | The role app_b has [createdb], which app_a has not: its password would be a way to more
            revoke pg_signal_backend from rotator | The sessions of a login that is disabled could not be ended: grant pg_signal_backend to the role that changes logins
            alter role app_a password 'another' | The password in Secret shop/database does not let app_a in, so it is not given the next one
            drop role app_b              | There is no role app_b
            grant select on pg_class to app_a | The role app_a itself owns, or has grants on, 1 objects, which app_b would not have; give them to app
            """)
    void whatIsNotInOrderIsTold(String statement, String refusal) {
        // Given
        postgres.sql(statement);

        // When
        var refusals = issuer.refusals(subject, places());

        // Then
        assertThat(refusals).containsExactly(refusal);
    }

    @Test
    void aPasswordThatIsNotInTheSecretProvesNothing() {
        // Given
        postgres.held = new Issued("app_a", Map.of("username", Bytes.utf8("app_a")));

        // When
        var refusals = issuer.refusals(subject, places());

        // Then
        assertThat(refusals)
                .containsExactly("The password in %s does not let app_a in, so it is not given the next one"
                        .formatted(LoginScene.SECRET));
    }

    @Test
    void whoWasLetInBeforeDoesNotStay() throws SQLException {
        // Given
        var next = issued(subject);
        try (var old = postgres.connect(LoginScene.inUse());
                var fresh = postgres.connect(next)) {
            // When
            issuer.change(subject, "app_a", Standing.DISABLED);

            // Then
            await().atMost(Duration.ofSeconds(10)).until(() -> !old.isValid(5));
            assertThat(fresh.isValid(5)).isTrue();
        }
    }

    @Test
    void oneLookIsNoDayOfSilence() {
        // Given
        var yesterday = Instant.now().minus(Duration.ofDays(1));

        // When
        var usage = issuer.usage(subject, "app_a", yesterday);

        // Then
        assertThat(usage)
                .isInstanceOfSatisfying(
                        Usage.Silent.class, silent -> assertThat(silent.until()).isBefore(yesterday));
    }

    @Test
    void sessionsOfTheIdleRoleAreToldAndNotTakenOver() {
        // Given
        postgres.sql("alter role app_b login password 'x'");
        postgres.use(new Issued("app_b", Map.of("username", Bytes.utf8("app_b"), "password", Bytes.utf8("x"))));
        postgres.sql("alter role app_b nologin");

        // When
        assertThatThrownBy(() -> issued(subject))
                .isInstanceOf(IssuerRefusedException.class)
                .hasMessage("The role app_b, whose turn it is, still has sessions");

        // Then
        assertThat(issuer.refusals(subject, places()))
                .containsExactly("The role app_b, whose turn it is, still has sessions");
    }

    @ParameterizedTest
    @CsvSource({
        "main,app_a,app_a,must name two login roles",
        "main,'app_a,app_b',app_c,The role app_c is none of",
        "other,'app_a,app_b',app_a,No Postgres server other is configured"
    })
    void aDeclarationThatDoesNotFitIsTold(String server, String roles, String current, String refusal) {
        // Given
        var declared =
                LoginScene.subject(Optional.of(current), Map.of("postgres-server", server, "postgres-roles", roles));

        // When
        var refusals = issuer.refusals(declared, places());

        // Then
        assertThat(refusals).singleElement().asString().contains(refusal);
    }

    @Test
    void aRoleIsNotGivenAPasswordWhileItIsInUse() {
        // Given
        var intent = issuer.intend(subject);
        var meanwhile = LoginScene.subject("app_b");

        // When
        assertThatThrownBy(() -> issuer.issue(meanwhile, intent))
                .isInstanceOf(IssuerRefusedException.class)
                .hasMessage("The role app_b is in use; it is not its turn");

        // Then
        assertThat(postgres.good()).containsExactly("app_a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create role more; grant more to app_a | The role app_b lacks [more], which app_a has
            alter role app_a createdb             | The role app_b lacks [createdb], which app_a has
            alter role app_b reset role           | What app_b creates would belong to app_b, not to app
            """)
    void aLoginThatCanDoLessIsNotProven(String statement, String reason) {
        // Given
        var issued = issued(subject);
        postgres.sql(statement);

        // When
        var proof = issuer.prove(subject, issued);

        // Then
        postgres.sql("drop role if exists more");
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Insufficient.class,
                        insufficient -> assertThat(insufficient.reason()).startsWith(reason));
    }

    @Test
    void whoCannotSeeSessionsKnowsNothing() {
        // Given
        postgres.sql("revoke select on pg_stat_activity from public");

        // When
        var usage = issuer.usage(subject, "app_a", Instant.EPOCH);

        // Then
        assertThat(usage)
                .isEqualTo(new Usage.Unknown(
                        "Sessions cannot be seen: rotator has no permission on the Postgres server main"));
    }

    @Test
    void withoutTheRightToChangeRolesItIsRefused() {
        // Given
        postgres.sql("revoke app_b from rotator");
        var intent = issuer.intend(subject);

        // When
        assertThatThrownBy(() -> issuer.issue(subject, intent))
                .isInstanceOf(IssuerRefusedException.class)
                .hasMessage("rotator has no permission on the Postgres server main");

        // Then
        assertThat(postgres.good()).containsExactly("app_a");
    }
}
