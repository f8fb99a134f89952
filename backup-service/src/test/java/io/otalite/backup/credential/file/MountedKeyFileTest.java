package io.otalite.backup.credential.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.credential.KeyFile.Reading;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedKeyFileTest {
    @TempDir
    Path directory;

    @Test
    void aFileIsReadWhole() throws IOException {
        Files.writeString(directory.resolve("key"), "content");

        assertThat(new MountedKeyFile(directory.resolve("key")).read())
                .isEqualTo(new Reading.Present(Bytes.utf8("content")));
    }

    @Test
    void aMissingFileIsAbsent() {
        assertThat(new MountedKeyFile(directory.resolve("key")).read())
                .isInstanceOfSatisfying(
                        Reading.Absent.class, absent -> assertThat(absent.why()).contains("no key file"));
    }

    @Test
    void aDirectoryInItsPlaceIsAbsent() {
        assertThat(new MountedKeyFile(directory).read())
                .isInstanceOfSatisfying(
                        Reading.Absent.class, absent -> assertThat(absent.why()).contains("cannot be read"));
    }

    @Test
    void aFileThatIsNoKeyByItsSizeIsNotSwallowed() throws IOException {
        Files.write(directory.resolve("key"), new byte[10_000_000]);

        assertThat(new MountedKeyFile(directory.resolve("key")).read())
                .isInstanceOfSatisfying(
                        Reading.Present.class,
                        present -> assertThat(present.content().size()).isEqualTo(65_536));
    }

    @Test
    void aMountedLinkThatIsTurnedIsFollowed() throws IOException {
        // Given
        Files.writeString(directory.resolve("old"), "old");
        Files.writeString(directory.resolve("new"), "new");
        var link = Files.createSymbolicLink(directory.resolve("key"), directory.resolve("old"));
        var file = new MountedKeyFile(link);
        var before = file.read();

        // When
        Files.delete(link);
        Files.createSymbolicLink(link, directory.resolve("new"));

        // Then
        assertThat(before).isEqualTo(new Reading.Present(Bytes.utf8("old")));
        assertThat(file.read()).isEqualTo(new Reading.Present(Bytes.utf8("new")));
    }
}
