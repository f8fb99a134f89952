package io.otalite.emulator.cluster.kubelet;

import java.time.Duration;
import java.util.Map;

/**
 * How the node behaves.
 *
 * @param firstBackoff the wait before the second restart of a container; doubled each time
 * @param lastBackoff the longest wait
 * @param backoffReset a container that ran this long starts anew with {@code firstBackoff}
 * @param retry after how long a mount or a container that could not be configured is tried again
 * @param environment variables that every container has, such as {@code KUBERNETES_SERVICE_HOST}; the manifest's go before
 */
public record KubeletSettings(
        String nodeName,
        String nodeAddress,
        Duration firstBackoff,
        Duration lastBackoff,
        Duration backoffReset,
        Duration retry,
        CrashDisplay crashDisplay,
        Map<String, String> environment) {

    public KubeletSettings {
        environment = Map.copyOf(environment);
    }

    /** As a kubelet of Kubernetes is set. */
    public static KubeletSettings defaults() {
        return new KubeletSettings(
                "local",
                "127.0.0.1",
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                CrashDisplay.CRASH_LOOP_BACK_OFF,
                Map.of());
    }

    /** Short waits, for tests with real time. */
    public KubeletSettings withBackoff(Duration first, Duration last, Duration reset) {
        return new KubeletSettings(nodeName, nodeAddress, first, last, reset, retry, crashDisplay, environment);
    }

    public KubeletSettings withRetry(Duration wait) {
        return new KubeletSettings(
                nodeName, nodeAddress, firstBackoff, lastBackoff, backoffReset, wait, crashDisplay, environment);
    }

    public KubeletSettings withCrashDisplay(CrashDisplay display) {
        return new KubeletSettings(
                nodeName, nodeAddress, firstBackoff, lastBackoff, backoffReset, retry, display, environment);
    }

    public KubeletSettings withEnvironment(Map<String, String> variables) {
        return new KubeletSettings(
                nodeName, nodeAddress, firstBackoff, lastBackoff, backoffReset, retry, crashDisplay, variables);
    }
}
