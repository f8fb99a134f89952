package io.otalite.emulator.cluster.kubelet.process;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The memory limit of a container, as far as a process without a control group can have one: a JVM is told that the
 * machine has no more memory than the limit ({@code -XX:MaxRAM}), which is what it would find out in a container. The
 * heap follows from that, by the JVM's own rule (a quarter; more of very little) or by the manifest's
 * {@code -XX:MaxRAMPercentage} or {@code -Xmx}. A program that is no JVM is not limited.
 *
 * <p>A JVM with a full heap ends with {@link #OUT_OF_MEMORY} and says so in its last line; together these are taken for
 * what the kernel does to a container, which is to kill it.
 */
final class JvmLimits {
    /** Read by every JVM at its start. */
    static final String VARIABLE = "JAVA_TOOL_OPTIONS";
    /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;

    private static final String LAST_WORDS = "Terminating due to java.lang.OutOfMemoryError";

    private JvmLimits() {}

    /** Puts the limit in front of the options that the manifest gives; of two options for one thing a JVM takes the last. */
    static void apply(OptionalLong limitBytes, Map<String, String> environment) {
        limitBytes.ifPresent(limit -> environment.merge(
                VARIABLE,
                "-XX:MaxRAM=%d -XX:+ExitOnOutOfMemoryError".formatted(limit),
                (given, added) -> added + " " + given));
    }

    static boolean wasOutOfMemory(int exitCode, List<String> lastLines) {
        return exitCode == OUT_OF_MEMORY && lastLines.stream().anyMatch(line -> line.startsWith(LAST_WORDS));
    }
}
