package io.otalite.local.command;

import io.otalite.local.system.Endpoints;
import io.otalite.local.system.HealthReport;
import io.otalite.local.system.RunRecord;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows how a running system is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows what runs, how it is and where it is reached.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Everything is ready.", "1:Something is not.", "3:Nothing runs."})
public final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-18s %8s  %-12s %8s  %s%n";

    @Mixin
    private StateOption state = new StateOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var running = state.running();
        var out = command.commandLine().getOut();
        var records = RunRecord.readAll(running.state());
        out.printf(ROW, "PROCESS", "PID", "STATE", "RESTARTS", "HEALTH");
        var allReady = !records.isEmpty();
        for (var process : records) {
            allReady &= show(process, running.endpoints(), out);
        }
        out.printf(
                "%nAPI %s   archive %s   rotation %s   Google %s   Kafka %s%nSupervised by process %d since %s; admin token in %s%n",
                running.endpoints().api(),
                running.endpoints().backup(),
                running.endpoints().rotation(),
                running.endpoints().google(),
                running.endpoints().kafka(),
                running.pid(),
                running.since(),
                running.endpoints().adminTokenFile());
        return allReady ? ExitCode.DONE : ExitCode.DID_NOT_HOLD;
    }

    private static boolean show(RunRecord process, Endpoints endpoints, PrintWriter out) throws InterruptedException {
        var health = Map.of(
                "api-service", endpoints.apiManagement(),
                "backup-service", endpoints.backupManagement(),
                "rotation-service", endpoints.rotationManagement());
        var report = health.containsKey(process.name())
                ? HealthReport.ask(health.getOrDefault(process.name(), URI.create("")))
                : HealthReport.none();
        var ready = process.state().equals("ready") && report.up();
        var remarks = String.join(
                "; ",
                List.of(process.detail(), report.remark()).stream()
                        .filter(text -> !text.isEmpty())
                        .toList());
        out.printf(
                ROW,
                process.name(),
                process.pid() == 0 ? "-" : process.pid(),
                process.state(),
                process.restarts(),
                remarks.isEmpty() ? (health.containsKey(process.name()) ? "ok" : "-") : remarks);
        return ready;
    }
}
