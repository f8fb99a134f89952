package io.otalite.emulator.cluster.kubelet;

import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import java.time.Duration;

/** What the kubelet says of a container. */
record ContainerEvents(Events events, ContainerRef container, String list) {
    static final String COMPONENT = "kubelet";

    ObjectKey pod() {
        return new ObjectKey(
                Kinds.POD, container.pod().namespace(), container.pod().name());
    }

    void say(Events.Type type, String reason, String message) {
        var path = "spec.%s{%s}".formatted(list, container.container());
        var subject = new Subject(pod(), container.pod().uid(), path);
        events.record(subject, COMPONENT, type, reason, message);
    }

    /** A duration as Go writes it: {@code 10s}, {@code 1m20s}, {@code 5m0s}. */
    static String text(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + "ms";
        }
        var minutes = duration.toMinutes();
        return (minutes > 0 ? minutes + "m" : "") + duration.toSecondsPart() + "s";
    }
}
