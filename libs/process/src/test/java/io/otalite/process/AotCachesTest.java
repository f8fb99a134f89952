package io.otalite.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real JVMs that start, are watched, and start again from what was seen. */
@Timeout(60)
class AotCachesTest {
    @TempDir
    private Path folder;

    private Path caches;
    private Path jar;

    /** Says how it was started; ends as its argument tells. */
    static final class Program {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("started " + ManagementFactory.getRuntimeMXBean().getInputArguments());
            if (arguments[0].equals("wait")) {
                Thread.currentThread().join();
            }
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    @BeforeEach
    void packProgram() throws IOException {
        caches = folder.resolve("caches");
        jar = folder.resolve("program.jar");
        pack("first");
    }

    @Test
    void givenARunThatEnded_whenItIsStartedAgain_thenItStartsFromTheCache() throws IOException {
        // Given
        var watched = run("0");

        // When
        var second = run("0");

        // Then
        assertThat(watched).contains("AOTMode=record");
        assertThat(second).contains("AOTCache=" + onlyCache()).doesNotContain("AOTMode");
    }

    @Test
    void givenACache_whenTheProgramChanges_thenItIsWatchedAgainAndTheOldCacheGoes() throws IOException {
        // Given
        run("0");
        var old = onlyCache();
        pack("second, and longer");

        // When
        var changed = run("0");

        // Then
        assertThat(changed).contains("AOTMode=record");
        assertThat(onlyCache()).isNotEqualTo(old);
    }

    /** As in images, where every file has the same time. */
    @Test
    void givenACache_whenTheProgramChangesAndKeepsItsSizeAndTime_thenItIsWatchedAgain() throws IOException {
        // Given
        pack("one");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1000));
        run("0");
        pack("two");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1000));

        // When
        var changed = run("0");

        // Then
        assertThat(changed).contains("AOTMode=record");
    }

    @Test
    void givenABrokenCache_whenTheProgramIsStarted_thenItRuns() throws IOException {
        // Given
        run("0");
        Files.writeString(onlyCache(), "no cache");

        // When
        var output = run("0");

        // Then
        assertThat(output).contains("started");
    }

    @Test
    void givenACache_whenTheJvmCrashes_thenTheCacheIsRemoved() throws IOException {
        // Given
        run("0");

        // When
        run("134");

        // Then
        assertThat(files("*.aot")).isEmpty();
    }

    @Test
    void givenARunThatFails_whenItHasEnded_thenNothingIsMadeOfIt() throws IOException {
        // When
        run("1");

        // Then
        assertThat(files("*.aot")).isEmpty();
        assertThat(run("0")).contains("AOTMode=record");
    }

    @Test
    void givenAWatchedRun_whenItIsKilled_thenNothingIsMadeAndTheNextIsWatched() throws IOException {
        // Given
        try (var runtime = runtime()) {
            runtime.start(spec("wait"));
            await().untilAsserted(() -> assertThat(log()).contains("started"));

            // When
            runtime.stop("program", Duration.ZERO);
        }

        // Then
        assertThat(files("*.aot")).isEmpty();
        assertThat(run("0")).contains("AOTMode=record");
    }

    @Test
    void givenAFolderThatCannotBeMade_whenAProgramIsStarted_thenItRunsWithoutACache() throws IOException {
        // Given
        Files.writeString(caches, "a file");

        // When
        var output = run("0");

        // Then
        assertThat(output).contains("started").doesNotContain("AOT");
    }

    @Test
    void givenARunThatIsWatched_whenAnotherIsStarted_thenItIsNot() {
        // Given
        try (var kept = AotCaches.in(caches)) {
            var first = kept.begin(spec("0").launch());

            // When
            var second = kept.begin(spec("0").launch());

            // Then
            assertThat(first).isInstanceOf(AotTraining.class);
            assertThat(second).isInstanceOf(AotRun.Plain.class);
            first.ended(new Ending.NotLaunched("never"));
        }
    }

    @Test
    void givenAClassPathWithAFolder_whenItIsStarted_thenTheCommandStays() {
        // Given
        var command = List.of(java(), "-cp", jar + ":" + folder, Program.class.getName(), "0");

        // When
        var run = AotCaches.in(caches).begin(new Launch(command, Map.of(), folder, folder.resolve("log")));

        // Then
        assertThat(run.command()).isEqualTo(command);
    }

    /** One run, and what is made of it; gives what the program said. */
    private String run(String ending) throws IOException {
        try (var kept = AotCaches.in(caches);
                var processes = new LocalProcesses(mark(), Clock.systemUTC(), kept)) {
            processes.start(spec(ending));
            await().untilAsserted(() -> assertThat(processes.status("program"))
                    .hasValueSatisfying(status -> assertThat(status.state()).isInstanceOf(ProcessState.Ended.class)));
        }
        return log();
    }

    private LocalProcesses runtime() {
        return new LocalProcesses(mark(), Clock.systemUTC(), AotCaches.in(caches));
    }

    private static ProcessMark mark() {
        return new ProcessMark(UUID.randomUUID().toString());
    }

    private ProcessSpec spec(String ending) {
        var command = List.of(java(), "-Xmx32m", "-cp", jar.toString(), Program.class.getName(), ending);
        return new TestSpecs(folder).command("program", command, Map.of());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("program.log"));
    }

    private Path onlyCache() throws IOException {
        assertThat(files("*.aot")).hasSize(1);
        return files("*.aot").getFirst();
    }

    private List<Path> files(String pattern) throws IOException {
        if (!Files.isDirectory(caches)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(caches, pattern)) {
            return StreamSupport.stream(files.spliterator(), false).toList();
        }
    }

    private void pack(String comment) throws IOException {
        var name = Program.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var program = Program.class.getResourceAsStream("/" + name)) {
            out.setComment(comment);
            out.putNextEntry(new JarEntry(name));
            assertThat(program).isNotNull();
            program.transferTo(out);
        }
    }
}
