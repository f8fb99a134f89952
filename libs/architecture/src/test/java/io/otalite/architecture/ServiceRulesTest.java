package io.otalite.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ServiceRulesTest {
    @Test
    void aFeatureThatKnowsADatabaseIsFound() {
        var root = "io.otalite.architecture.broken";
        var broken = new ClassFileImporter().importPackages(root);

        assertThatThrownBy(() -> new ServiceRules(root, broken, broken).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("feature.Rule")
                .hasMessageContaining("java.sql.Connection");
    }

    @Test
    void aPackageWithoutClassesIsNotJudgedGood() {
        assertThatThrownBy(() -> ServiceRules.of("io.otalite.nothing.here").check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }
}
