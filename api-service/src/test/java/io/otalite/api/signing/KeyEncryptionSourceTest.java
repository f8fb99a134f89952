package io.otalite.api.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.ConfigMappings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncryptionSourceTest {
    private static final String FILE = "ota.signing.key-encryption-key-file";
    private static final String KMS = "ota.signing.key-encryption-kms-key";
    private static final String KEY = "projects/p/locations/l/keyRings/r/cryptoKeys/k";

    @Test
    void oneOfTheTwoIsTaken() {
        assertThat(source(Map.of(FILE, "key"))).isEqualTo(new KeyEncryptionSource.KeyFile(Path.of("key")));
        assertThat(source(Map.of(KMS, KEY))).isEqualTo(new KeyEncryptionSource.CloudKms(KEY));
    }

    @Test
    void bothOrNoneIsAMistakeThatNamesThem() {
        assertThatThrownBy(() -> source(Map.of())).hasMessageContainingAll(FILE, KMS, "found none");
        assertThatThrownBy(() -> source(Map.of(FILE, "key", KMS, KEY)))
                .hasMessageContainingAll(FILE, KMS, "found both");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k",
                "projects/p/locations/l/keyRings/r",
                "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
                "projects/p/locations/l/keyRings/r/cryptoKeys/k:encrypt",
                "/projects/p/locations/l/keyRings/r/cryptoKeys/k"
            })
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> source(Map.of(KMS, name))).hasMessageContainingAll(KMS, name);
    }

    private static KeyEncryptionSource source(Map<String, String> properties) {
        return KeyEncryptionSource.of(ConfigMappings.read(SigningConfig.class, properties));
    }
}
