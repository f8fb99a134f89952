package io.otalite.rotation.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.rotation.audit.AuditException;
import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.observation.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditCommandTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void manifestsWithTheirInventoryWouldStart() throws IOException {
        // Given
        var manifests = manifests("blog.yaml");

        // When
        var exit = audit(manifests, "--assume", resource("blog-inventory.yaml").toString());

        // Then
        assertThat(out.toString()).contains("5 workloads: 5 would start");
        assertThat(exit).isZero();
    }

    /** Each line breaks one thing that works above, and says what the audit has to find. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            password: not-a-real-one   | passwd: not-a-real-one      | key_missing    | Secret default/mysql-pass      | StatefulSet default/mysql
            name: mysql-init}          | name: mysql-initial}        | object_missing | ConfigMap default/mysql-init   | StatefulSet default/mysql
            schema.sql: create         | schema.ddl: create          | key_missing    | ConfigMap default/mysql-init   | StatefulSet default/mysql
            claimName: mysql-data      | claimName: mysql-dta        | object_missing | PersistentVolumeClaim default/mysql-dta | StatefulSet default/mysql
            secretRef: {name: blog-smtp} | secretRef: {name: blog-mail} | object_missing | Secret default/blog-mail    | Deployment default/blog
            serviceAccountName: blog   | serviceAccountName: blogger | object_missing | ServiceAccount default/blogger | Deployment default/blog
            priorityClassName: web     | priorityClassName: wbe      | object_missing | PriorityClass wbe              | Deployment default/blog
            key: credentials           | key: credential             | key_missing    | Secret default/s3-credential   | CronJob default/dump
            envFrom: [{secretRef: {name: mysql-pass}}] | envFrom: [{secretRef: {name: mysql-password}}] | object_missing | Secret default/mysql-password | CronJob default/dump
            """)
    void whatWouldNotStartIsFoundAndNamed(String before, String after, String cause, String target, String workload)
            throws IOException {
        // Given
        var text = Files.readString(resource("blog.yaml"));
        assertThat(text).contains(before);
        var broken = write(text.replaceFirst(Pattern.quote(before), after));

        // When
        var exit = audit(broken, "--assume", resource("blog-inventory.yaml").toString());

        // Then
        assertThat(out.toString()).contains("BLOCKED_START       " + workload, cause, target, "fix ");
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void whatNoInventoryListsCannotBeTold() throws IOException {
        // Given
        var manifests = manifests("blog.yaml");

        // When
        var exit = audit(manifests);

        // Then
        assertThat(out.toString()).contains("UNKNOWN", "Secret default/blog-smtp");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void aRouteWithoutItsCertificateIsToldAndStopsNothing() throws IOException {
        // Given
        var inventory = write(Files.readString(resource("blog-inventory.yaml")).replaceAll("(?m)^.*blog-tls.*$", ""));

        // When
        var exit = audit(manifests("blog.yaml"), "--assume", inventory);

        // Then
        assertThat(out.toString()).contains("DEGRADED", "Ingress default/blog", "Secret default/blog-tls");
        assertThat(exit).isZero();
    }

    @Test
    void jsonIsForPrograms() throws IOException {
        // Given
        var manifests = manifests("blog.yaml");

        // When
        var exit = audit(manifests, "--json");

        // Then
        var json = new ObjectMapper().readTree(out.toString());
        assertThat(exit).isEqualTo(2);
        assertThat(json.path("outcome").asText()).isEqualTo("COULD_NOT_TELL");
        assertThat(json.path("workloads").path(0).path("origin").asText()).contains("document");
        assertThat(json.findValuesAsText("cause")).contains("not_visible");
    }

    @Test
    void theStandardInputAndListsAreTaken() {
        // Given
        var list = """
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: settings, namespace: shop}
                    data: {a: b}
                  - apiVersion: v1
                    kind: Pod
                    metadata: {name: web, namespace: shop}
                    spec: {containers: [{name: web, image: nginx, envFrom: [{configMapRef: {name: settings}}]}]}
                """;

        // When
        var exit = execute(list, "-");

        // Then
        assertThat(out.toString()).contains("1 workloads: 1 would start");
        assertThat(exit).isZero();
    }

    @Test
    void theInventoryOfAClusterHasNamesAndKeysAndIsReadAgain() throws IOException {
        // Given
        var exit = execute("", "--inventory", "-n", "shop");
        var written = write(out.toString());

        // When
        var again = audit(write("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec: {containers: [{name: web, image: nginx, env: [{name: A, valueFrom: {secretKeyRef: {name: "1.10", key: token}}}]}]}
                """), "--assume", written);

        // Then
        assertThat(exit).isZero();
        assertThat(again).isZero();
        assertThat(Files.readString(Path.of(written))).contains("token").doesNotContain("c2VjcmV0", "other");
    }

    @Test
    void aClusterIsAuditedAgainst() throws IOException {
        // Given
        var pod = write("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec: {containers: [{name: web, image: nginx, env: [{name: A, valueFrom: {secretKeyRef: {name: "1.10", key: tokn}}}]}]}
                """);

        // When
        var exit = audit(pod, "--cluster");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(out.toString()).contains("key_missing", "nearest  token");
    }

    @Test
    void aManifestThatDropsWhatOthersNeedIsFound() {
        // Given
        var manifest = """
                apiVersion: v1
                kind: Secret
                metadata: {name: "1.10", namespace: shop}
                stringData: {tokn: x}
                """;

        // When
        var exit = execute((_, _, _) -> clusterWithUser(), manifest, "-", "--cluster");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(out.toString()).contains("Deployment shop/living", "not among the manifests, uses Secret shop/1.10");
    }

    @Test
    void nothingIsNotTakenForEverything() {
        // When
        var exit = execute("", "-");

        // Then
        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).contains("there is no object");
    }

    @Test
    void whatIsAmongTheManifestsIsSeenWhateverTheClusterShows() {
        // Given
        var manifests = """
                apiVersion: v1
                kind: Secret
                metadata: {name: mine, namespace: shop}
                stringData: {a: x}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec: {containers: [{name: web, image: nginx, envFrom: [{secretRef: {name: mine}}]}]}
                """;
        ClusterAccess blind = (_, _, _) -> {
            var world = cluster();
            world.lose(Scope.everywhere(Kinds.SECRET), "no permission to list secrets");
            return world;
        };

        // When
        var exit = execute(blind, manifests, "-", "--cluster");

        // Then
        assertThat(exit).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: &a [*a]                                   | alias
            kind: Pod                                    | apiVersion
            {apiVersion: ota-lite.io/v9, kind: Inventory, metadata: {name: x}} | ota-lite.io/v1
            {apiVersion: ota-lite.io/v1, kind: Inventory, metadata: {name: x}, objects: [{kind: Secret}]} | a kind and a name
            """)
    void whatCannotBeReadIsSaidAndNotJudged(String text, String said) {
        // Given
        var exit = execute(text, "-");

        // Then
        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).startsWith("ota audit: ").contains(said);
    }

    @ParameterizedTest
    @CsvSource({"''", "--nope", "--output=xml -", "--inventory path", "-n a -n b -"})
    void aWrongCommandLineIsNoAudit(String arguments) {
        // Given
        var words = arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);

        // When
        var exit = execute("", words);

        // Then
        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).contains("ota audit --help");
    }

    @Test
    void aClusterThatDoesNotAnswerIsNoAudit() {
        // Given
        ClusterAccess away = (_, _, _) -> {
            throw new AuditException("the cluster cannot be read: refused");
        };

        // When
        var exit = execute(away, "", "--inventory");

        // Then
        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).contains("refused");
    }

    private int audit(String path, String... options) {
        out.getBuffer().setLength(0);
        var arguments = new String[options.length + 1];
        arguments[0] = path;
        System.arraycopy(options, 0, arguments, 1, options.length);
        return execute("", arguments);
    }

    private int execute(String in, String... arguments) {
        return execute((_, _, _) -> cluster(), in, arguments);
    }

    private int execute(ClusterAccess access, String in, String... arguments) {
        InputStream input = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        return new AuditCommand(access, CLOCK, input)
                .line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static World clusterWithUser() {
        var world = cluster();
        world.put(ObjectReader.read(TestWorld.object("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: living, namespace: shop}
                spec: {template: {spec: {containers: [{name: c, image: i, env: [{name: T, valueFrom: {secretKeyRef: {name: "1.10", key: token}}}]}]}}}
                """)));
        return world;
    }

    private static World cluster() {
        var world = new TestWorld(CLOCK).with("""
                apiVersion: v1
                kind: Secret
                metadata: {name: "1.10", namespace: shop}
                data: {token: c2VjcmV0}
                """, """
                apiVersion: v1
                kind: Secret
                metadata: {name: s, namespace: other}
                data: {token: c2VjcmV0}
                """);
        assertThat(world.world().find(new ObjectRef(Kinds.SECRET, "shop", "1.10")))
                .containsInstanceOf(DataObject.class);
        return world.world();
    }

    private static String manifests(String name) {
        return resource(name).toString();
    }

    private String write(String text) throws IOException {
        var file = Files.createTempFile(folder, "manifests", ".yaml");
        return Files.writeString(file, text).toString();
    }

    private static Path resource(String name) {
        try {
            return Path.of(AuditCommandTest.class.getResource("/audit/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
