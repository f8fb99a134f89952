package io.otalite.emulator.cluster.kubelet.process;

import static io.otalite.emulator.cluster.kubelet.process.TestContainers.emptyDir;
import static io.otalite.emulator.cluster.kubelet.process.TestContainers.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.emulator.cluster.kubelet.ContainerSpec.Mount;
import io.otalite.emulator.cluster.kubelet.VolumeContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VolumesTest {
    @TempDir
    private Path folder;

    private TestContainers containers;

    @BeforeEach
    void open() throws InterruptedException {
        containers = new TestContainers(folder.resolve("pods"));
    }

    @AfterEach
    void close() {
        containers.close();
    }

    @Test
    void aProcessFindsItsMountsWhereItsEnvironmentAndArgumentsSay() {
        // Given
        containers.prepare(volume("keys", Map.of("key", "secret", "sub/deep", "deeper")));
        var spec = containers
                .script("cat /etc/ota/key; echo; cat $FILE; echo; cat sub/deep; echo; echo $OTA_MOUNTS")
                .environment(Map.of("FILE", "/etc/ota/key"))
                .workingDirectory("/etc/ota")
                .mount(new Mount("keys", "/etc/ota/", "", true));

        // When
        spec.start().awaitEnd();

        // Then
        var there = folder.resolve("pods").resolve(containers.pod.uid()).resolve("volumes/keys");
        assertThat(containers.log().lines()).containsExactly("secret", "secret", "deeper", "/etc/ota=" + there);
    }

    @Test
    void aReaderOfAChangingVolumeNeverSeesHalfOfAChange() {
        // Given
        containers.prepare(pair(0));
        var reader = "while ! test -e /data/stop; do (cd -P /data/..data 2>/dev/null && "
                + "a=$(cat a 2>/dev/null) && b=$(cat b 2>/dev/null) && "
                + "test \"$a\" != \"$b\" && echo torn $a $b); done; cat /data/a; echo; ls /data";
        containers.script(reader).mount(new Mount("data", "/data", "", true)).start();

        // When
        for (var number = 1; number <= 300; number++) {
            containers.runtime.updateVolume(containers.pod, pair(number));
        }
        containers.runtime.updateVolume(containers.pod, volume("data", Map.of("a", "last", "stop", "")));

        // Then
        containers.awaitEnd();
        assertThat(containers.log().lines()).containsExactly("last", "a", "stop");
    }

    private static VolumeContent pair(int number) {
        return volume("data", Map.of("a", Integer.toString(number), "b", Integer.toString(number)));
    }

    @Test
    void whatIsMountedBySubPathStaysAsItWasWhenTheRunBegan() {
        // Given
        containers.prepare(volume("data", Map.of("file", "old")));
        var go = folder.resolve("go");
        var script = "while ! test -e " + go + "; do sleep 0.05; done; cat /sub/file; cat /whole/file";
        var mounts = new Mount[] {new Mount("data", "/sub/file", "file", true), new Mount("data", "/whole", "", true)};
        containers.script(script).mount(mounts).start(0);

        // When
        containers.runtime.updateVolume(containers.pod, volume("data", Map.of("file", "new")));

        // Then
        assertThat(go.toFile().mkdir()).isTrue();
        containers.awaitEnd();
        assertThat(containers.log()).isEqualTo("oldnew\n");
        containers.script(script).mount(mounts).start(1).awaitEnd();
        assertThat(containers.log()).isEqualTo("newnew\n");
    }

    @Test
    void theImagesOwnPathsAreOfThisMachineWhateverIsMountedThere() {
        // Given
        containers.prepare(emptyDir("bin"));

        // When
        containers
                .script("")
                .args()
                .mount(new Mount("bin", "/bin", "", false))
                .start(0)
                .awaitEnd();

        // Then
        assertThat(containers.log()).isEqualTo("the image\n");
    }

    @Test
    void anEmptyDirIsThePodsAndOutlivesARun() {
        // Given
        containers.prepare(emptyDir("work"));
        var mount = new Mount("work", "/work", "area", false);
        containers.script("echo kept > /work/file").mount(mount).start(0).awaitEnd();

        // When
        containers.prepare(emptyDir("work"));
        containers.script("cat /work/file").mount(mount).start(1).awaitEnd();

        // Then
        assertThat(containers.log()).isEqualTo("kept\n");
    }

    @Test
    void aFileHasItsModeButForOthers() throws Exception {
        // Given
        var content = "x".getBytes(StandardCharsets.UTF_8);
        var volume = new VolumeContent(
                "keys",
                Map.of("strict", new VolumeContent.File(content, 0400), "open", new VolumeContent.File(content, 0666)),
                true);

        // When
        containers.prepare(volume);

        // Then
        var there = folder.resolve("pods").resolve(containers.pod.uid()).resolve("volumes/keys");
        assertThat(mode(there.resolve("strict"))).isEqualTo("r--------");
        assertThat(mode(there.resolve("open"))).isEqualTo("rw-rw----");
        assertThat(mode(folder.resolve("pods").resolve(containers.pod.uid()))).isEqualTo("rwx------");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aPathThatLeadsOutOfTheVolumeIsRefused() {
        // Given
        var outside = volume("data", Map.of("../../outside", "x"));

        // When / Then
        assertThatThrownBy(() -> containers.prepare(outside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The path \"../../outside\" leads out of its volume");
    }

    @Test
    void aMountOfAVolumeThatIsNotThereIsARunThatHasEnded() {
        // Given
        var spec = containers.prepare().script("true").mount(new Mount("nope", "/x", "", true));

        // When
        spec.start();

        // Then
        assertThat(containers.awaitEnd().message()).isEqualTo("there is no volume \"nope\" to be mounted at /x");
    }
}
