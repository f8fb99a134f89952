package io.otalite.emulator.cluster.kubelet;

import java.util.List;
import java.util.Map;

/** What a probe does. Host and port are resolved: names of ports are numbers, and an empty host is the pod's address. */
public sealed interface ProbeAction {

    record HttpGet(String scheme, String host, int port, String path, Map<String, String> headers)
            implements ProbeAction {
        public HttpGet {
            headers = Map.copyOf(headers);
        }
    }

    record TcpSocket(String host, int port) implements ProbeAction {}

    record Exec(List<String> command) implements ProbeAction {
        public Exec {
            command = List.copyOf(command);
        }
    }
}
