package io.otalite.tuf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DependenciesTest {

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.otalite.tuf");

    @Test
    void theLibraryNeedsTheJdkAJsonLibraryAndACryptoLibraryOnly() {
        classes()
                .that()
                .resideInAPackage("io.otalite.tuf")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.otalite.tuf",
                        "java..",
                        "org.jspecify.annotations",
                        "com.fasterxml.jackson..",
                        "org.bouncycastle.crypto..",
                        "org.bouncycastle.math.ec.rfc8032")
                .check(LIBRARY);
    }

    @Test
    void theLibraryDoesNoInputOrOutputAndReadsNoClock() {
        noClasses()
                .that()
                .resideInAPackage("io.otalite.tuf")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(LIBRARY);
    }
}
