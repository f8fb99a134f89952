package io.otalite.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a program, as {@link AotCaches} has it started. */
sealed interface AotRun permits AotRun.Plain, AotRun.Cached, AotTraining {

    /** By itself and well, by SIGINT or by SIGTERM. */
    Set<Integer> ENDS = Set.of(0, 128 + 2, 128 + 15);

    /** SIGILL, SIGABRT, SIGBUS, SIGSEGV: what a JVM ends with that cannot go on. */
    Set<Integer> CRASHES = Set.of(128 + 4, 128 + 6, 128 + 7, 128 + 11);

    static boolean wasAskedToEnd(Ending ending) {
        return ending instanceof Ending.Exited(var code) && ENDS.contains(code);
    }

    /** What is to be started. */
    List<String> command();

    /** To be told once, when nothing of the process is left. */
    void ended(Ending ending);

    /** With further options for the JVM, which does not talk about what it makes of them: of a thousand classes at times. */
    static List<String> with(List<String> command, List<String> options) {
        var words = new ArrayList<>(command);
        words.addAll(1, options);
        words.add(1, "-Xlog:aot*=off,cds*=off");
        return List.copyOf(words);
    }

    /** Without a cache. */
    record Plain(List<String> command) implements AotRun {
        @Override
        public void ended(Ending ending) {}
    }

    /** With a cache; one that the JVM may have crashed of is not used again. */
    record Cached(List<String> command, Path cache) implements AotRun {
        private static final Logger LOG = LoggerFactory.getLogger(Cached.class);

        @Override
        public void ended(Ending ending) {
            if (!(ending instanceof Ending.Exited(var code)) || !CRASHES.contains(code)) {
                return;
            }
            LOG.atWarn()
                    .addKeyValue("cache", cache)
                    .addKeyValue("ending", ending.describe())
                    .log("An AOT cache is removed, because a JVM crashed with it");
            try {
                Files.deleteIfExists(cache);
            } catch (IOException e) {
                LOG.atWarn().setCause(e).addKeyValue("cache", cache).log("An AOT cache could not be removed");
            }
        }
    }
}
