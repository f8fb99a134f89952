package io.otalite.local.command;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.local.demo.DemoFailedException;
import io.otalite.local.images.ImagesException;
import io.otalite.local.kafka.KafkaUnavailableException;
import io.otalite.local.postgres.PostgresException;
import io.otalite.local.rotation.RotationServiceException;
import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.StartFailedException;
import io.otalite.manifests.ManifestException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns failures into a message and an exit code; only what nobody foresaw shows a stack trace. */
public final class CommandFailures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments)
            throws Exception {
        var err = command.getErr();
        switch (failure) {
            case StartFailedException e -> {
                err.println();
                err.println(e.getMessage());
                err.println("The last lines of " + e.logFile() + ":");
                e.lastLines().forEach(line -> err.println("  | " + line));
                return ExitCode.DID_NOT_HOLD;
            }
            case DemoFailedException e -> {
                err.println();
                err.println(e.getMessage());
                return ExitCode.DID_NOT_HOLD;
            }
            case RotationServiceException e -> {
                err.println(e.getMessage());
                return switch (e.kind()) {
                    case REFUSED -> ExitCode.DID_NOT_HOLD;
                    case NOT_UNDERSTOOD -> ExitCode.USAGE;
                    case NO_ANSWER -> ExitCode.NOT_POSSIBLE;
                };
            }
            case LocalSystemException e -> err.println(e.getMessage());
            case ManifestException e -> err.println(e.getMessage());
            case KubernetesClientException e -> err.println("The cluster refuses a manifest: " + e.getMessage());
            case ImagesException e -> err.println(e.getMessage());
            case PostgresException e -> err.println(e.getMessage());
            case KafkaUnavailableException e -> err.println(e.getMessage());
            default -> throw failure;
        }
        return ExitCode.NOT_POSSIBLE;
    }
}
