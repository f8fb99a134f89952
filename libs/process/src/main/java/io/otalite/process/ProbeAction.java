package io.otalite.process;

import java.net.URI;
import java.util.List;

/** The ways to ask a process how it is: the three of Kubernetes that need no protocol of their own. */
public sealed interface ProbeAction {

    /** Passes with a status from 200 to 399. Redirects are not followed. */
    record HttpGet(URI uri) implements ProbeAction {}

    /** Passes when a connection is accepted. */
    record TcpConnect(String host, int port) implements ProbeAction {}

    /** Passes when the command ends with 0. It runs with the environment of the probed process. */
    record Exec(List<String> command) implements ProbeAction {
        public Exec {
            command = List.copyOf(command);
        }
    }
}
