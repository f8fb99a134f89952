package io.otalite.emulator.cluster.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountPathsTest {
    private final MountPaths mounts = new MountPaths(Map.of(
            "/etc/ota", Path.of("/pod/ota"), "/etc/ota/keys/", Path.of("/pod/keys"), "/tmp", Path.of("/pod/$1")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /etc/ota                       | /pod/ota
            /etc/ota/                      | /pod/ota/
            /etc/ota/file.json             | /pod/ota/file.json
            /etc/ota/keys/1                | /pod/keys/1
            /etc/ota/keys-old/1            | /pod/ota/keys-old/1
            file:/etc/ota/a                | file:/pod/ota/a
            file:///etc/ota/a              | file:///pod/ota/a
            --key=/etc/ota/a               | --key=/pod/ota/a
            /etc/ota/a:/tmp/b,/etc/ota     | /pod/ota/a:/pod/$1/b,/pod/ota
            cat '/etc/ota/a'>/tmp/x        | cat '/pod/ota/a'>/pod/$1/x
            /etc/ota-old/a                 | /etc/ota-old/a
            /etc/ota.bak                   | /etc/ota.bak
            /opt/etc/ota/a                 | /opt/etc/ota/a
            ./tmp/a                        | ./tmp/a
            ~/tmp                          | ~/tmp
            http://host/etc/ota            | http://host/etc/ota
            http://tmp/x                   | http://tmp/x
            /tmpfs                         | /tmpfs
            """)
    void onlyAWholeMountPathIsRewritten(String text, String expected) {
        // When
        var rewritten = mounts.rewrite(text);

        // Then
        assertThat(rewritten).isEqualTo(expected);
    }

    @Test
    void withoutMountsNothingIsRewritten() {
        // Given
        var none = new MountPaths(Map.of());

        // When
        var rewritten = none.rewrite("/etc/ota");

        // Then
        assertThat(rewritten).isEqualTo("/etc/ota");
        assertThat(none.asVariable()).isEmpty();
    }
}
