package io.otalite.rotation.credentials.google;

import static io.otalite.rotation.credentials.google.GoogleScene.BACKUP;
import static io.otalite.rotation.credentials.google.GoogleScene.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Proof;
import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleKeysTest {
    @TempDir
    static Path home;

    private static GoogleScene google;

    private GoogleKeys issuer;
    private Subject subject;

    @BeforeAll
    static void start() {
        google = new GoogleScene(home);
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @BeforeEach
    void begin() {
        google.reset();
        issuer = google.issuer(Map.of());
        subject = google.subject();
    }

    private Issued issued() {
        return issuer.issue(subject, issuer.intend(subject));
    }

    @Nested
    class Making {
        @Test
        void theKeyFileHasWhatGooglesOwnHas() throws IOException {
            // When
            var issued = issued();

            // Then
            var file =
                    new JsonMapper().readTree(issued.parts().get(Issued.WHOLE).toArray());
            assertThat(file.path("type").asText()).isEqualTo("service_account");
            assertThat(file.path("project_id").asText()).isEqualTo(GoogleScene.PROJECT);
            assertThat(file.path("private_key_id").asText()).isEqualTo(issued.id());
            assertThat(file.path("client_email").asText()).isEqualTo(BACKUP);
            assertThat(file.path("client_id").asText()).matches("[0-9]+");
            assertThat(file.path("token_uri").asText()).endsWith("/token");
            assertThat(file.path("universe_domain").asText()).isEqualTo("googleapis.com");
            assertThat(file.path("private_key").asText()).startsWith("-----BEGIN PRIVATE KEY-----\n");
        }

        @Test
        void anIntentOutlivesAChangeOfTheConfiguration() {
            // Given
            var intent = issuer.intend(subject);

            // When
            var issued = google.issuer(Map.of("origin", "create")).issue(subject, intent);

            // Then
            assertThat(issuer.issue(subject, intent)).isEqualTo(issued);
        }

        @Test
        void aFullAccountIsTold() {
            // Given
            for (var more = 0; more < 9; more++) {
                var unused = issued();
            }

            // When
            assertThatThrownBy(this::another)
                    .isInstanceOf(IssuerRefusedException.class)
                    .hasMessage(BACKUP + " has 10 user-managed keys, and no account may have more");

            // Then
            assertThat(issuer.refusals(subject, google.places()))
                    .containsExactly(BACKUP + " has 10 user-managed keys of at most 10, and two places are kept free;"
                            + " delete what nobody uses");
        }

        private Issued another() {
            return issued();
        }

        @Test
        void aKeyThatMayStillAppearIsNotTakenForAbsent() {
            // Given
            var patient = google.issuer(Map.of("settling", "PT10S"));
            var intent = patient.intend(subject);
            google.pass(Duration.ofSeconds(10));
            assertThatThrownBy(() -> patient.discard(subject, intent, Optional.empty()))
                    .isInstanceOf(IssuerUnavailableException.class);

            // When
            google.pass(Duration.ofSeconds(10));

            // Then
            patient.discard(subject, intent, Optional.empty());
            assertThat(google.good()).containsExactly(google.inUse().id());
        }
    }

    @Nested
    class Refusing {
        private static final ObjectRef THEIRS = new ObjectRef(Kinds.SECRET, "tenant", "theirs");

        private List<String> refusalsWith(String file) {
            google.contents.put(THEIRS, Map.of("file", Bytes.utf8(file)));
            return issuer.refusals(subject, Map.of(GoogleScene.SECRET, Set.of("key.json"), THEIRS, Set.of("file")));
        }

        private String refusal() {
            return "The entry file of %s names the key %s of %s and does not hold its private half, so it is not given the next one"
                    .formatted(THEIRS, google.inUse().id(), BACKUP);
        }

        @Test
        void whoHasTheKeyIsGivenTheNext() {
            assertThat(refusalsWith(google.inUseFile())).isEmpty();
        }

        @Test
        void whoOnlyNamesTheKeyIsNotGivenTheNext() {
            assertThat(refusalsWith("{\"private_key_id\": \"%s\", \"client_email\": \"%s\"}"
                            .formatted(google.inUse().id(), BACKUP)))
                    .containsExactly(refusal());
        }

        /** The public half of a key, and so its modulus, is no secret. */
        @Test
        void aModulusAloneProvesNothing() throws Exception {
            // Given
            var real = (RSAPrivateCrtKey)
                    GoogleScene.parsed(google.inUse().parts().get(Issued.WHOLE)).getPrivateKey();
            var forged = KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateCrtKeySpec(
                            real.getModulus(),
                            real.getPublicExponent(),
                            BigInteger.valueOf(3),
                            BigInteger.valueOf(5),
                            BigInteger.valueOf(7),
                            BigInteger.ONE,
                            BigInteger.ONE,
                            BigInteger.ONE))
                    .getEncoded();
            var file = (ObjectNode) new JsonMapper().readTree(google.inUseFile());
            file.put("private_key", OwnKey.pem("PRIVATE KEY", forged));

            // When
            var refusals = refusalsWith(file.toString());

            // Then
            assertThat(refusals).containsExactly(refusal());
        }

        @Test
        void whereNothingStandsAnyMoreNothingIsProven() {
            assertThat(issuer.refusals(subject, Map.of(THEIRS, Set.of("gone"))))
                    .singleElement()
                    .asString()
                    .startsWith("The entry gone of " + THEIRS);
        }

        @Test
        void aKeyThatGoogleDoesNotShowProvesNothing() {
            // Given
            var deleted = new Subject(Subjects.GOOGLE_KEY, BACKUP, Optional.of("0123"), GoogleScene.SECRET, Map.of());

            // When
            var refusals = issuer.refusals(deleted, google.places());

            // Then
            assertThat(refusals)
                    .containsExactly("Google does not show the key 0123 of %s, so nothing can prove that it holds it"
                            .formatted(BACKUP));
        }

        @Test
        void withoutPermissionThatIsTheReason() {
            assertThat(google.powerless().refusals(subject, google.places()))
                    .containsExactly("There is no permission to look at the account " + BACKUP);
        }

        @Test
        void anUnknownAccountIsTheReason() {
            // Given
            var nobody = new Subject(
                    Subjects.GOOGLE_KEY, "nobody@" + GoogleScene.PROJECT, Optional.empty(), subject.secret(), Map.of());

            // When
            var refusals = issuer.refusals(nobody, google.places());

            // Then
            assertThat(refusals).containsExactly("The project ota-test has no account nobody@ota-test");
        }

        @Test
        void aDisabledAccountIsTheReason() {
            // Given
            google.account("disable");

            // When
            var refusals = issuer.refusals(subject, google.places());

            // Then
            google.account("enable");
            assertThat(refusals).containsExactly("The account %s is disabled".formatted(BACKUP));
        }
    }

    @Nested
    class Proving {
        @Test
        void aKeyThatIsNotKnownEverywhereYetIsProvenLater() {
            // Given
            google.lags("{\"keyPropagationMillis\":60000}");
            var issued = issued();
            assertThat(issuer.prove(subject, issued))
                    .isEqualTo(
                            new Proof.NotYet("The token endpoint refuses the key %s (HTTP 400); it may not know it yet"
                                    .formatted(issued.id())));

            // When
            google.pass(Duration.ofSeconds(61));

            // Then
            assertThat(issuer.prove(subject, issued))
                    .isInstanceOfSatisfying(
                            Proof.Proven.class,
                            proven -> assertThat(proven.evidence())
                                    .anyMatch(text -> text.startsWith(
                                            "In the bucket ota-archive it has [storage.objects.create")));
        }

        @Test
        void aMissingRightIsNamed() {
            // Given
            var demanding = google.subject(
                    Map.of("bucket", BUCKET, "permissions", "storage.objects.get, storage.buckets.delete"));

            // When
            var proof = issuer.prove(demanding, google.inUse());

            // Then
            assertThat(proof)
                    .isEqualTo(new Proof.Insufficient(
                            "In the bucket ota-archive the new key lacks [storage.buckets.delete]"));
        }

        @Test
        void aBucketThatIsNotThereIsNamed() {
            assertThat(issuer.prove(google.subject(Map.of("bucket", "no-such-bucket")), google.inUse()))
                    .isEqualTo(new Proof.Insufficient("There is no bucket no-such-bucket"));
        }

        @Test
        void withoutABucketTheExchangeIsTheProofAndThatIsSaid() {
            assertThat(issuer.prove(google.subject(Map.of()), google.inUse()))
                    .isInstanceOfSatisfying(
                            Proof.Proven.class,
                            proven -> assertThat(proven.evidence())
                                    .contains("No bucket is named for it, so what it may do there was not asked"));
        }

        @Test
        void theFileOfAnotherKeyIsNoProof() {
            // Given
            var issued = issued();
            var mixedUp = new Issued(issued.id(), google.inUse().parts());

            // When
            var proof = issuer.prove(subject, mixedUp);

            // Then
            assertThat(proof)
                    .isEqualTo(new Proof.NotYet("The new key file says private_key_id %s instead of %s"
                            .formatted(google.inUse().id(), issued.id())));
        }

        @Test
        void aBucketThatGivesNoAnswerIsNoProofAndNoRefusal() {
            // Given
            google.fault("\"path\":\"/storage/*\",\"effect\":\"status\",\"status\":503");

            // When
            var proof = issuer.prove(subject, google.inUse());

            // Then
            assertThat(proof)
                    .isEqualTo(new Proof.NotYet("The bucket ota-archive does not say what the key may do: HTTP 503"));
        }
    }

    @Nested
    class Watching {
        @Test
        void whereNothingIsCountedNothingIsKnown() {
            // Given
            var idle = new Subject(Subjects.GOOGLE_KEY, GoogleScene.IDLE, Optional.empty(), subject.secret(), Map.of());

            // When
            var usage = issuer.usage(idle, "0123", google.clock.instant());

            // Then
            assertThat(usage)
                    .isEqualTo(new Usage.Unknown("Cloud Monitoring has counted no key of " + GoogleScene.IDLE
                            + " for a week, so it may not count at all"));
        }

        @Test
        void withoutPermissionNothingIsKnown() {
            assertThat(google.reading().usage(subject, google.inUse().id(), google.clock.instant()))
                    .isEqualTo(new Usage.Unknown(
                            "There is no permission to read the use of keys (monitoring.timeSeries.list)"));
        }

        @Test
        void anAnswerThatCannotBeReadIsNoSilence() {
            // Given
            google.use(google.inUse());
            google.fault("\"path\":\"*/timeSeries*\",\"effect\":\"not-json\",\"status\":200");

            // When
            assertThatThrownBy(() -> issuer.usage(subject, google.inUse().id(), google.clock.instant()))

                    // Then
                    .isInstanceOf(IssuerUnavailableException.class);
        }

        @Test
        void silenceReachesUpToWhatIsVisible() {
            // Given
            var slow = google.issuer(Map.of("visibility-delay", "PT6H"));
            google.use(google.inUse());
            var since = google.clock.instant();

            // When
            var usage = slow.usage(subject, google.inUse().id(), since);

            // Then
            assertThat(usage).isEqualTo(new Usage.Silent(since.minus(Duration.ofHours(6))));
        }

        @Test
        void whatWasUsedTellsWhen() {
            // Given
            var since = google.clock.instant();
            google.pass(Duration.ofSeconds(2));
            google.use(google.inUse());

            // When
            var usage = issuer.usage(subject, google.inUse().id(), since);

            // Then
            assertThat(usage)
                    .isInstanceOfSatisfying(
                            Usage.Used.class, used -> assertThat(used.last()).isBetween(since, google.clock.instant()));
        }
    }

    @Nested
    class Created {
        @Test
        void aKeyThatSomebodyElseMadeMeanwhileAndUsesElsewhereIsLeft() {
            // Given
            var creating = google.issuer(Map.of("origin", "create"));
            var intent = creating.intend(subject);
            var theirs = google.createKey();

            // When
            assertThatThrownBy(() -> creating.issue(subject, intent))
                    .isInstanceOf(IssuerRefusedException.class)
                    .hasMessageContaining("nothing which is observed holds: " + theirs.id());

            // Then
            assertThat(google.good()).containsExactlyInAnyOrder(google.inUse().id(), theirs.id());
        }

        @Test
        void aNewKeyThatGoogleDoesNotShowYetIsNotTakenForDeleted() {
            // Given
            var patient = google.issuer(Map.of("origin", "create", "settling", "PT10S"));
            var intent = patient.intend(subject);
            var invisible = Optional.of("0123456789");
            google.pass(Duration.ofSeconds(10));

            // When
            assertThatThrownBy(() -> patient.discard(subject, intent, invisible))
                    .isInstanceOf(IssuerUnavailableException.class);

            // Then
            google.pass(Duration.ofSeconds(10));
            patient.discard(subject, intent, invisible);
        }

        private final TestWorld world = google.world;

        @Test
        void aKeyThatSomebodyElseMadeMeanwhileAndHoldsIsLeft() {
            // Given
            var creating = google.issuer(Map.of("origin", "create"));
            var intent = creating.intend(subject);
            var theirs = google.createKey();
            world.with("""
                    apiVersion: v1
                    kind: Secret
                    metadata: {namespace: shop, name: other}
                    stringData:
                      key.json: '{"private_key_id": "%s", "client_email": "%s"}'
                    """.formatted(theirs.id(), BACKUP));

            // When
            var issued = creating.issue(subject, intent);

            // Then
            assertThat(google.good()).containsExactlyInAnyOrder(google.inUse().id(), theirs.id(), issued.id());
        }

        @Test
        void whileNotEverySecretIsSeenNoKeyIsTakenBack() {
            // Given
            var creating = google.issuer(Map.of("origin", "create"));
            var intent = creating.intend(subject);
            var theirs = google.createKey();
            var secrets = Scope.everywhere(Kinds.SECRET);
            world.world().lose(secrets, "no permission");

            // When
            assertThatThrownBy(() -> creating.issue(subject, intent)).isInstanceOf(IssuerUnavailableException.class);

            // Then
            world.world().see(secrets);
            assertThat(google.good()).containsExactlyInAnyOrder(google.inUse().id(), theirs.id());
        }

        @Test
        void aKeyOfGoogleIsProvenAsWell() {
            // Given
            var creating = google.issuer(Map.of("origin", "create"));

            // When
            var issued = creating.issue(subject, creating.intend(subject));

            // Then
            assertThat(creating.prove(subject, issued)).isInstanceOf(Proof.Proven.class);
        }
    }
}
