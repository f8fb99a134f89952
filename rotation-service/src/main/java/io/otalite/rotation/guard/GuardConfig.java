package io.otalite.rotation.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The admission webhook. Prefix {@code ota.guard}. */
@ConfigMapping(prefix = "ota.guard")
public interface GuardConfig {
    /** The address it listens on ({@code ota.guard.host}, default {@code 127.0.0.1}). */
    @WithDefault("127.0.0.1")
    String host();

    /** Its port ({@code ota.guard.port}, default 9443). */
    @WithDefault("9443")
    int port();

    /**
     * Its certificate, PEM, with the chain ({@code ota.guard.certificate-file}, no default). Read again when it changes; the guard is
     * off for as long as there is none.
     */
    Optional<Path> certificateFile();

    /** The private key of the certificate, PEM ({@code ota.guard.key-file}, no default). */
    Optional<Path> keyFile();

    /**
     * The authorities of clients, PEM ({@code ota.guard.client-ca-file}, no default: everybody who reaches the port is answered). If set,
     * only who presents a certificate of theirs is; the API server has to be given one, by the {@code kubeConfigFile} of its {@code
     * AdmissionConfiguration}. Read when the guard begins to listen; it does not listen for as long as the file cannot be read.
     */
    Optional<Path> clientCaFile();

    /**
     * How long it thinks at most before it allows ({@code ota.guard.deadline}, default {@code PT1.5S}). Less than the webhook's own
     * {@code timeoutSeconds}, so that the API server gets an answer with a reason. A refusal takes a third of it: it looks twice.
     */
    @WithDefault("PT1.5S")
    Duration deadline();

    /** The namespace in which nothing is refused, that of this service ({@code ota.guard.own-namespace}, no default). */
    Optional<String> ownNamespace();
}
