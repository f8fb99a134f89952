package io.otalite.emulator.cluster.kubelet;

import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.ReconcileLoop;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Clock;
import java.time.Instant;

/** What all pods of the node share. */
record Node(KubeletSettings settings, Objects objects, Clock clock, Driver driver, Events events, NodePorts ports) {

    /** The loop, as the pods see it. */
    record Driver(ReconcileLoop loop, Reconciler kubelet) {

        /** Runs something on the thread of the loop. */
        void post(Runnable action) {
            loop.post(action);
        }

        /** As {@link #post}, at a later time. */
        void at(Instant when, Runnable action) {
            loop.at(when, action);
        }

        void wake(ObjectKey pod) {
            loop.wake(kubelet, pod);
        }
    }

    ContainerRuntime runtime() {
        return ports.runtime();
    }
}
