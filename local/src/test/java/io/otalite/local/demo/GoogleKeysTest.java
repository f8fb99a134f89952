package io.otalite.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.local.rotation.ScriptedService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GoogleKeysTest {
    private static final String KEYS =
            "/v1/projects/ota-local/serviceAccounts/backup@ota-local.iam.gserviceaccount.com/keys";
    private static final String LIST = "GET " + KEYS + "?keyTypes=USER_MANAGED";

    private final StringWriter out = new StringWriter();
    private final Narrator narrator = new Narrator(new PrintWriter(out));

    @TempDir
    private Path folder;

    private RevokedKey revoked;
    private ScriptedService google;
    private RestClient rest;
    private GoogleKeys keys;

    @BeforeEach
    void start() throws Exception {
        revoked = new RevokedKey(folder.resolve("revoked"));
        google = new ScriptedService();
        rest = new RestClient("secret");
        keys = new GoogleKeys(rest, google.uri());
    }

    @AfterEach
    void stop() {
        rest.close();
        google.close();
    }

    @Test
    void aKeyIsEnabledUnlessItIsDisabled() throws Exception {
        google.when(LIST, 200, "{\"keys\": [{\"name\": \"p/keys/a\", \"disabled\": true}, {\"name\": \"p/keys/b\"}]}");

        assertThat(keys.enabledById()).containsEntry("a", false).containsEntry("b", true);
        assertThatCode(() -> keys.requireOnly("b", "gone")).doesNotThrowAnyException();
        assertThatThrownBy(() -> keys.requireOnly("a", "gone")).hasMessageContaining("a=false");
        assertThatThrownBy(() -> keys.requireOnly("b", "a")).hasMessageContaining("key a gone");
    }

    @Test
    void aKeyThatAKilledDemoHadDisabledIsGivenBackOnce() throws Exception {
        // Given
        google.when("POST " + KEYS + "/a:enable", 200, "{}");
        revoked.remember("a");

        // When
        ArchiveKey.giveBackLeftOver(narrator, keys, revoked);

        // Then
        assertThat(google.asked()).hasSize(1);
        assertThat(out.toString()).contains("Key a is enabled again");
        assertThat(revoked.remembered()).isEmpty();
    }

    @Test
    void aKeyThatIsGoneMeanwhileIsForgotten() throws Exception {
        // Given
        google.when("POST " + KEYS + "/a:enable", 404, "{}");
        revoked.remember("a");

        // When
        ArchiveKey.giveBackLeftOver(narrator, keys, revoked);

        // Then
        assertThat(out.toString()).isEmpty();
        assertThat(revoked.remembered()).isEmpty();
    }

    @Test
    void aRevocationIsRememberedAsLongAsItLasts() throws Exception {
        // Given
        google.when("POST " + KEYS + "/a:disable", 200, "{}").when("POST " + KEYS + "/a:enable", 200, "{}");
        var revocation = new ArchiveKey(narrator, keys, revoked, "a").disable();
        var meanwhile = revoked.remembered();

        // When
        revocation.close();

        // Then
        assertThat(meanwhile).contains("a");
        assertThat(revoked.remembered()).isEmpty();
        assertThat(google.asked()).last().asString().startsWith("POST " + KEYS + "/a:enable");
    }
}
