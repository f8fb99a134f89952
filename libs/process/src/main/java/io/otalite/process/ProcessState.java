package io.otalite.process;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Where a process stands. Every state knows only the steps that lead out of it. */
public sealed interface ProcessState {

    /** When it came to stand there. */
    Instant since();

    /** The process of the operating system; none while there is none. */
    default OptionalLong processId() {
        return switch (this) {
            case Starting s -> OptionalLong.of(s.pid());
            case Ready s -> OptionalLong.of(s.pid());
            case Unready s -> OptionalLong.of(s.pid());
            case Stopping s -> OptionalLong.of(s.pid());
            case BackingOff _, Ended _ -> OptionalLong.empty();
        };
    }

    /** One word for a table. */
    default String word() {
        return switch (this) {
            case Starting _ -> "starting";
            case Ready _ -> "ready";
            case Unready _ -> "unready";
            case Stopping _ -> "stopping";
            case BackingOff _ -> "backing-off";
            case Ended _ -> "ended";
        };
    }

    /** It runs and has not passed its probes yet. */
    record Starting(long pid, Instant since) implements ProcessState {
        Ready passed(Instant now) {
            return new Ready(pid, now);
        }

        Stopping stopping(Instant now) {
            return new Stopping(pid, now);
        }
    }

    /** It runs, and its readiness probe passes. */
    record Ready(long pid, Instant since) implements ProcessState {
        Unready failed(String reason, Instant now) {
            return new Unready(pid, now, reason);
        }

        Stopping stopping(Instant now) {
            return new Stopping(pid, now);
        }
    }

    /** It runs, was ready, and its readiness probe fails now. */
    record Unready(long pid, Instant since, String reason) implements ProcessState {
        Ready passed(Instant now) {
            return new Ready(pid, now);
        }

        Stopping stopping(Instant now) {
            return new Stopping(pid, now);
        }
    }

    /** It was asked to end and has not ended yet. */
    record Stopping(long pid, Instant since) implements ProcessState {}

    /** It ended and will be started again after the pause. */
    record BackingOff(Ending last, Instant since, Duration pause) implements ProcessState {}

    /** It ended, and nobody will start it again. */
    record Ended(Ending last, Instant since) implements ProcessState {}
}
