package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void aNewStateIsForItsOwnerAloneAndKeepsItsId() throws IOException {
        var first = StateDirectory.open(folder.resolve("state"));
        var again = StateDirectory.open(folder.resolve("state"));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(Files.getPosixFilePermissions(first.path())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(first.secrets()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aFolderWithFilesOfOthersIsNeverTaken() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> StateDirectory.open(folder))
                .isInstanceOf(LocalSystemException.class)
                .hasMessageContaining("has files that ota-lite did not make");
        assertThat(folder.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void aRemovedStateIsGone() throws IOException {
        var state = StateDirectory.open(folder.resolve("state"));
        Files.writeString(state.logs().resolve("kafka.log"), "lines");
        Files.createSymbolicLink(state.logs().resolve("link"), folder);

        state.delete();

        assertThat(state.path()).doesNotExist();
        assertThat(folder).exists();
    }

    @Test
    void aLockIsHeldByOneAndFreeAfterIt() {
        var state = StateDirectory.open(folder.resolve("state"));
        try (var lock = StateLock.tryAcquire(state).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(StateLock.tryAcquire(state)).isEmpty();
            assertThat(StateLock.isHeld(state)).isTrue();
        }
        assertThat(StateLock.isHeld(state)).isFalse();
    }

    @Test
    void aDiskWithoutRoomIsRefusedWithTheNumbers() {
        assertThatThrownBy(() -> DiskSpace.require(folder, Long.MAX_VALUE))
                .isInstanceOf(LocalSystemException.class)
                .hasMessageMatching("(?s)The disk of .* has \\d+ MiB free, \\d+ MiB are needed.*--state DIR.*");
    }
}
