package io.otalite.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the standard output and standard error of a process go. */
sealed interface RunOutput {

    /** Before a launch. */
    ProcessBuilder prepare(ProcessBuilder builder) throws IOException;

    /** After a launch. */
    void begin(Process process);

    /** Now and then while the process runs. */
    void bound() throws IOException;

    /** After the last process that could write has gone. */
    void end() throws InterruptedException;

    /** The process writes into a file by itself. */
    record ToLogFile(ProcessLog log) implements RunOutput {
        @Override
        public ProcessBuilder prepare(ProcessBuilder builder) throws IOException {
            log.startAnew();
            return builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        }

        @Override
        public void begin(Process process) {}

        @Override
        public void bound() throws IOException {
            log.bound();
        }

        @Override
        public void end() {}
    }

    /** The process writes into a pipe, and a thread carries it on. */
    final class ToStream implements RunOutput {
        private static final Logger LOG = LoggerFactory.getLogger(ToStream.class);
        private static final int BUFFER = 16 * 1024;
        private static final Duration LAST_WORDS = Duration.ofSeconds(2);

        private final OutputStream stream;
        private Optional<Thread> carrier = Optional.empty();

        ToStream(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public ProcessBuilder prepare(ProcessBuilder builder) {
            return builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
        }

        @Override
        public void begin(Process process) {
            // A read from a pipe holds its carrier thread, so it gets a thread of the platform.
            carrier = Optional.of(Thread.ofPlatform()
                    .daemon()
                    .name("output-" + process.pid())
                    .start(() -> carry(process.getInputStream())));
        }

        @Override
        public void bound() {}

        @Override
        public void end() throws InterruptedException {
            if (carrier.isPresent()) {
                carrier.get().join(LAST_WORDS);
            }
        }

        private void carry(InputStream output) {
            var buffer = new byte[BUFFER];
            var failed = false;
            try {
                for (var length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                    failed = failed || !handOn(buffer, length);
                }
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("The output of a process ended without an end");
            }
        }

        private boolean handOn(byte[] buffer, int length) {
            try {
                stream.write(buffer, 0, length);
                stream.flush();
                return true;
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("The rest of the output of a process is lost");
                return false;
            }
        }
    }
}
