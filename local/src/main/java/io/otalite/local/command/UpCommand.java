package io.otalite.local.command;

import io.otalite.local.system.LocalSystem;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the whole system and stays in front of it. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything and stays in front of it.",
            "Kafka, Postgres, the Google emulator, and a cluster that runs the services from the manifests in deploy/kubernetes. A process that ends is started again. Ctrl-C stops it all; the data stays for the next time."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:A process could not start; its last lines are shown.",
            "3:A system runs already, a port is in use, or there is no room on the disk.",
            "130, 143:Stopped by Ctrl-C or SIGTERM, cleanly."
        })
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions options = new SystemOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = command.commandLine().getOut();
        try (var foreground = new Foreground(options.settings(), out)) {
            out.println("Starting; the first time takes longer.");
            out.flush();
            out.println(welcome(foreground.start()));
            out.flush();
            foreground.untilSignal();
        }
        return ExitCode.DONE;
    }

    private static String welcome(LocalSystem system) {
        var at = system.endpoints();
        return """

                ota-lite runs.
                  API            %s     Swagger UI at /q/swagger-ui
                  archive        %s     Swagger UI at /q/swagger-ui
                  rotation       %s     Swagger UI at /q/swagger-ui
                  management     %s, %s and %s     /q/health/ready, /q/metrics
                  Kafka          %s
                  Postgres       %s     user api, password in %s
                  Google         %s
                  Kubernetes     %s     kubectl --kubeconfig %s get pods -A
                  admin token    %s
                  logs           %s

                Try it: ./ota demo, in another terminal. Ctrl-C stops it all.""".formatted(
                        at.api(),
                        at.backup(),
                        at.rotation(),
                        at.apiManagement(),
                        at.backupManagement(),
                        at.rotationManagement(),
                        at.kafka(),
                        at.jdbcUrl(),
                        system.state().secrets().resolve("postgres-password"),
                        at.google(),
                        at.cluster(),
                        system.state().kubeconfig(),
                        at.adminTokenFile(),
                        system.state().logs());
    }
}
