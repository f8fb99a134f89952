package io.otalite.api;

import io.otalite.architecture.ServiceRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theServiceKeepsTheRulesOfTheHouse() {
        ServiceRules.of("io.otalite.api").check();
    }
}
