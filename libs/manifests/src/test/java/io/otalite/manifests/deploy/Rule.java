package io.otalite.manifests.deploy;

import io.otalite.manifests.deploy.Cluster.Workload;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Something that must hold for all manifests, with the mistake that it is there to find.
 *
 * @param violations what breaks the rule, by name; empty when it holds
 * @param mistake breaks the rule in otherwise good manifests
 */
record Rule(String sentence, Function<Cluster, Stream<String>> violations, Consumer<Cluster> mistake) {

    /** A rule about each Deployment; the mistake is made in the one of backup-service. */
    static Rule ofWorkloads(String sentence, Predicate<Workload> holds, Consumer<Workload> mistake) {
        return new Rule(
                sentence,
                cluster -> cluster.workloads().filter(holds.negate()).map(Workload::name),
                cluster -> mistake.accept(cluster.workload("backup-service")));
    }

    List<String> brokenBy(Cluster cluster) {
        return violations.apply(cluster).toList();
    }

    @Override
    public String toString() {
        return sentence;
    }
}
