package io.otalite.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The command line of a process and its surroundings.
 *
 * @param command program and arguments; visible to every user of the machine, so it carries no secret
 * @param environment in addition to PATH, HOME, LANG and JAVA_HOME, the only variables inherited
 * @param workingDirectory must exist
 * @param logFile receives standard output and standard error, unless the start names another receiver; its folder must
 *     exist
 */
public record Launch(List<String> command, Map<String, String> environment, Path workingDirectory, Path logFile) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("A command names at least a program");
        }
    }
}
