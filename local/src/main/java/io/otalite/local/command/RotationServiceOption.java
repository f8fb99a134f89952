package io.otalite.local.command;

import io.otalite.local.rotation.RotationApi;
import io.otalite.local.system.LocalSystemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which rotation-service is meant. The token of the local system is sent to the local system alone. */
final class RotationServiceOption {
    @Mixin
    private StateOption state = new StateOption();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A rotation-service elsewhere; needs --token-file. Default: that of the system that runs.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token to ask with. Default: the admin token of the system that runs.")
    private Optional<Path> tokenFile = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    RotationApi open() {
        if (url.isPresent()) {
            var file = tokenFile.orElseThrow(() -> new ParameterException(
                    command.commandLine(), "--url needs --token-file, the token for that service"));
            return new RotationApi(http(url.get()), token(file));
        }
        var endpoints = state.running().endpoints();
        return new RotationApi(endpoints.rotation(), token(tokenFile.orElse(endpoints.adminTokenFile())));
    }

    private URI http(URI given) {
        var scheme = given.getScheme();
        if (given.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new ParameterException(command.commandLine(), "--url is like https://rotation.example, not " + given);
        }
        return given;
    }

    private static String token(Path file) {
        try {
            var token = Files.readString(file).strip();
            if (!token.matches("[!-~]+")) {
                throw new LocalSystemException("The file " + file + " holds no token");
            }
            return token;
        } catch (IOException e) {
            throw new LocalSystemException("The token in " + file + " cannot be read: " + e, e);
        }
    }

    /** The options by which another command finds the same service, with a blank before each; none for what is the default. */
    String repeated() {
        return url.map(given -> " --url " + given).orElse(state.repeated())
                + tokenFile.map(file -> " --token-file " + file).orElse("");
    }
}
