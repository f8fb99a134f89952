package io.otalite.system.judge;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A TUF client that shares no code with the product. Its clients may be asked from many threads. */
public interface Judge extends AutoCloseable {

    /** What the implementation is called. */
    String name();

    /** As its project writes it. */
    String version();

    /** Why it cannot be asked on this machine; empty if it can. The first call may install it and takes a minute at most. */
    Optional<String> absent();

    /**
     * A client in its first hour. It is asked from one thread at a time.
     *
     * @param metadata the folder of the metadata, with a slash at its end; content is looked for in {@code ../targets/}
     * @param firstRoot what it trusts
     * @param state an empty folder, or none, for what it keeps
     */
    Client start(URI metadata, byte[] firstRoot, Path state);

    /** Ends what it has started. */
    @Override
    void close();

    /** One client, with what it has come to trust. */
    interface Client {

        /** One update, at this instant. */
        Judgement update(Instant now);

        /** What is said of a target, at the instant of the last update; empty if nothing is. */
        Optional<TargetInfo> targetInfo(String name);

        /**
         * The verified content of a target, at the instant of the last update.
         *
         * @throws IllegalStateException if the client does not get it or does not accept it
         */
        byte[] download(String name);
    }

    /** Length in bytes, SHA-256 in lower-case hex. */
    record TargetInfo(long length, String sha256) {}

    /** What came of an update. */
    sealed interface Judgement {

        /** The versions that are trusted now. */
        record Accepted(long root, long targets) implements Judgement {}

        /** In the words of the implementation. */
        record Refused(String reason) implements Judgement {}
    }
}
