package io.otalite.emulator.cluster.controllers;

import io.otalite.emulator.cluster.controllers.deployments.Deployments;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.ReconcileLoop;
import java.time.Clock;

/** The list of the controllers. */
public final class Controllers {

    private Controllers() {}

    /**
     * Adds all of them to a loop.
     *
     * @param certificate the authority of the API server, PEM, which every namespace is given; empty for none
     */
    public static void addTo(ReconcileLoop loop, Objects objects, Clock clock, Events events, String certificate) {
        var index = loop.index();
        loop.add(new Namespaces(objects, certificate));
        loop.add(new Deployments(objects, clock, index, events));
        loop.add(new ReplicaSets(objects, clock, index, events));
        loop.add(new StatefulSets(objects, clock, index, events));
        loop.add(new DaemonSets(objects, clock, index, events));
        loop.add(new Jobs(objects, clock, index, events));
        loop.add(new CronJobs(objects, clock, index, events));
        loop.add(new EndpointSlices(objects, index));
        loop.add(new DisruptionBudgets(objects, clock, index));
        loop.add(new GarbageCollector(objects, index));
    }
}
