package io.otalite.local.command;

import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.StateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a process of the system wrote. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Shows what a process says. Works after the system was stopped, too.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "3:There is no such log, or no system."})
public final class LogsCommand implements Callable<Integer> {
    private static final String SUFFIX = ".log";
    private static final int LOOK_AGAIN_MILLIS = 200;
    private static final int TAIL_BYTES = 1024 * 1024;

    @Parameters(
            paramLabel = "PROCESS",
            description =
                    "kafka, postgres, google, cluster, api-service, backup-service or rotation-service; the beginning is enough.")
    private String process = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "This many of the last lines. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int lines;

    @Mixin
    private StateOption state = new StateOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var file = find(state.existing());
        var out = command.commandLine().getOut();
        var position = last(file, out);
        while (follow) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            position = copy(file, position, out);
        }
        return ExitCode.DONE;
    }

    private Path find(StateDirectory directory) throws IOException {
        var names = names(directory.logs());
        var found = names.contains(process)
                ? List.of(process)
                : names.stream().filter(name -> name.startsWith(process)).toList();
        if (found.size() != 1) {
            throw new LocalSystemException("There is no one log \"%s\"; there are %s".formatted(process, names));
        }
        return directory.logs().resolve(found.getFirst() + SUFFIX);
    }

    private static List<String> names(Path logs) throws IOException {
        try (var files = Files.list(logs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Prints the last lines and says how far the file was read. */
    private long last(Path file, PrintWriter out) throws IOException {
        var end = Files.size(file);
        var text = read(file, Math.max(0, end - TAIL_BYTES), end);
        var all = text.lines().toList();
        all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size()).forEach(out::println);
        out.flush();
        return end;
    }

    /** Prints what came since that position. A file that is shorter now was cut or put aside: it is read anew. */
    private static long copy(Path file, long position, PrintWriter out) throws IOException {
        if (Files.notExists(file)) {
            return 0;
        }
        var end = Files.size(file);
        var start = end < position ? 0 : position;
        out.print(read(file, start, end));
        out.flush();
        return end;
    }

    private static String read(Path file, long start, long end) throws IOException {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(start);
            var bytes = new byte[Math.toIntExact(end - start)];
            var length = Math.max(0, log.read(bytes));
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }
}
