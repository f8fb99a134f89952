package io.otalite.system;

import io.otalite.system.ApiClient.Published;
import io.otalite.tuf.Sha256;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the API promised, kept by the clients who were told: each success that reached one of them, and every answer that
 * should not have come. For many threads.
 */
final class Ledger {
    private final Map<Version, Sha256> promised = new ConcurrentHashMap<>();
    private final AtomicReference<Version> newest = new AtomicReference<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final List<String> wrongAnswers = new CopyOnWriteArrayList<>();

    void record(Published published) {
        var before = promised.putIfAbsent(published.version(), published.sha256());
        newest.set(published.version());
        if (before != null) {
            wrongAnswers.add("%s was promised twice".formatted(published.version()));
        }
    }

    /** Nobody knows whether it was published. */
    void recordUnanswered() {
        unanswered.incrementAndGet();
    }

    void recordWrong(String answer) {
        wrongAnswers.add(answer);
    }

    Map<Version, Sha256> promised() {
        return Map.copyOf(promised);
    }

    /** The version that was promised last. */
    Version newest() {
        return newest.get();
    }

    int promises() {
        return promised.size();
    }

    int unanswered() {
        return unanswered.get();
    }

    List<String> wrongAnswers() {
        return List.copyOf(wrongAnswers);
    }
}
