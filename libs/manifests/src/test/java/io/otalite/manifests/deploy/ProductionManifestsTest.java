package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProductionManifestsTest {
    static Stream<Rule> rules() {
        return Stream.concat(WorkloadRules.all(), ClusterRules.all());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHolds(Rule rule) {
        // When
        var broken = rule.brokenBy(Cluster.of("production"));

        // Then
        assertThat(broken).as(rule.sentence()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleFindsTheMistakeThatItIsFor(Rule rule) {
        // Given
        var cluster = Cluster.of("production");
        rule.mistake().accept(cluster);

        // When
        var broken = rule.brokenBy(cluster);

        // Then
        assertThat(broken).as(rule.sentence()).isNotEmpty();
    }

    @Test
    void theServicesThatThereAreAreDeployed() {
        // When
        var cluster = Cluster.of("production");

        // Then
        assertThat(cluster.workloads())
                .extracting(Cluster.Workload::name)
                .containsExactlyInAnyOrder("api-service", "backup-service", "rotation-service");
    }

    @Test
    void noEmulatorIsKnownInProduction() {
        // When
        var cluster = Cluster.of("production");

        // Then
        assertThat(cluster.objects()).noneMatch(object -> object.toString().contains("emulator"));
    }
}
