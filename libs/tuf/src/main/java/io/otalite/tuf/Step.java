package io.otalite.tuf;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The outcome of a part of the client workflow: a result to go on with, or the refusal that ends it. Parts are chained
 * in the order of the specification, and the first refusal is the answer.
 */
sealed interface Step<T> {

    record Done<T>(T result) implements Step<T> {}

    record Stopped<T>(String section, Reason reason, String message) implements Step<T> {}

    static <T> Step<T> done(T result) {
        return new Done<>(result);
    }

    static <T> Step<T> stopped(String section, Reason reason, String message) {
        return new Stopped<>(section, reason, message);
    }

    default <U> Step<U> then(Function<? super T, Step<U>> next) {
        return switch (this) {
            case Done<T>(T result) -> next.apply(result);
            case Stopped<T>(String section, Reason reason, String message) -> stopped(section, reason, message);
        };
    }

    default <U> Step<U> map(Function<? super T, ? extends U> change) {
        return then(result -> done(change.apply(result)));
    }

    /** Goes on with the same result if the condition holds for it. */
    default Step<T> check(
            String section, Reason reason, Predicate<? super T> condition, Function<? super T, String> message) {
        return then(result -> condition.test(result) ? this : stopped(section, reason, message.apply(result)));
    }
}
