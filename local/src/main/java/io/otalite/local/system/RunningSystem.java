package io.otalite.local.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The system that runs on a state directory, seen by another JVM: what it wrote down about itself.
 *
 * @param pid of the JVM that supervises it
 * @param since when it was started, ISO-8601
 */
public record RunningSystem(StateDirectory state, long pid, String since, Endpoints endpoints) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Host and places are missing where an earlier version wrote it. */
    private record Form(
            long pid,
            String since,
            @Nullable String host,
            Map<String, Integer> ports,
            @Nullable Map<String, String> elsewhere,
            Map<String, String> urls) {
        Network network() {
            return host == null || elsewhere == null ? Network.loopback() : new Network(host, elsewhere);
        }
    }

    /** The running one; empty when none runs. */
    public static Optional<RunningSystem> find(StateDirectory state) {
        if (!StateLock.isHeld(state) || Files.notExists(state.endpointsFile())) {
            return Optional.empty();
        }
        try {
            var form = JSON.readValue(state.endpointsFile().toFile(), Form.class);
            var endpoints = new Endpoints(Ports.ofWords(form.ports()), form.network(), state.adminToken());
            return Optional.of(new RunningSystem(state, form.pid(), form.since(), endpoints));
        } catch (IOException e) {
            throw new LocalSystemException(state.endpointsFile() + " cannot be read: " + e, e);
        }
    }

    /**
     * The running one.
     *
     * @throws LocalSystemException when none runs
     */
    public static RunningSystem require(StateDirectory state) {
        return find(state)
                .orElseThrow(
                        () -> new LocalSystemException("No system runs on " + state.path() + ". Start one: ./ota up"));
    }

    void write() throws IOException {
        var urls = Map.of(
                "api", endpoints.api().toString(),
                "backup", endpoints.backup().toString(),
                "rotation", endpoints.rotation().toString(),
                "google", endpoints.google().toString(),
                "cluster", endpoints.cluster().toString(),
                "kafka", endpoints.kafka(),
                "postgres", endpoints.jdbcUrl());
        var unfinished = state.endpointsFile().resolveSibling("endpoints.new");
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(
                        unfinished.toFile(),
                        new Form(
                                pid,
                                since,
                                endpoints.network().host(),
                                endpoints.ports().byWord(),
                                endpoints.network().elsewhere(),
                                urls));
        Files.move(unfinished, state.endpointsFile(), StandardCopyOption.REPLACE_EXISTING);
    }

    static void forget(StateDirectory state) throws IOException {
        Files.deleteIfExists(state.endpointsFile());
    }
}
