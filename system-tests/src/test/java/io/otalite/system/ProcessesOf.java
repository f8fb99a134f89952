package io.otalite.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the operating system knows of the processes of a state directory: those that work in it, whoever started them.
 *
 * @param state the directory
 */
record ProcessesOf(Path state) {

    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::worksHere).toList();
    }

    /** Ends what a failed test left behind. */
    void killAll() {
        alive().forEach(ProcessHandle::destroyForcibly);
    }

    /** Those whose command line has this word. */
    List<ProcessHandle> alive(String word) {
        return alive().stream()
                .filter(handle -> handle.info().commandLine().orElse("").contains(word))
                .toList();
    }

    private boolean worksHere(ProcessHandle handle) {
        var workingDirectory = Path.of("/proc", Long.toString(handle.pid()), "cwd");
        try {
            return Files.readSymbolicLink(workingDirectory).startsWith(state);
        } catch (IOException e) {
            return false;
        }
    }
}
