package io.otalite.rotation;

import io.otalite.architecture.ServiceRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void theRulesOfTheHouseAreKept() {
        ServiceRules.of("io.otalite.rotation").check();
    }
}
