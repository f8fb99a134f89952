package io.otalite.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a service is laid out: {@code root.feature} holds rules and ports in plain Java, {@code root.feature.technology} the
 * adapters, {@code root.Wiring} builds the graph. See docs/adr/0004-packages-by-feature.md.
 */
public final class ServiceRules {
    /** A library's interface is no port of ours, whatever its name. */
    private static final String OURS = "io.otalite.";

    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "jakarta..",
        "io.smallrye..",
        "io.vertx..",
        "org.apache.kafka..",
        "java.sql..",
        "javax.sql..",
        "org.jdbi..",
        "io.fabric8..",
        "com.google.cloud..",
        "com.google.auth..",
        "org.eclipse.microprofile..",
        "io.opentelemetry.."
    };

    private final String root;
    private final JavaClasses main;
    private final JavaClasses all;

    ServiceRules(String root, JavaClasses main, JavaClasses all) {
        this.root = root;
        this.main = main;
        this.all = all;
    }

    /** Reads the classes of a service and of its tests from the class path, once. */
    public static ServiceRules of(String rootPackage) {
        var all = new ClassFileImporter().importPackages(rootPackage);
        var main = all.that(DescribedPredicate.describe("of the product", type -> !isTest(type)));
        return new ServiceRules(rootPackage, main, all);
    }

    /** Runs every rule; the first broken one fails with all its violations. */
    public void check() {
        productRules().forEach(rule -> rule.check(main));
        testRules().forEach(rule -> rule.check(all));
    }

    private List<ArchRule> productRules() {
        return List.of(
                featuresArePlainJava(),
                featuresDoNotKnowTheirAdapters(),
                adaptersDoNotKnowEachOther(),
                featuresHaveNoCycles(),
                onlyWiringReadsTheClock(),
                noOutputPastTheLog(),
                noFieldInjection());
    }

    private List<ArchRule> testRules() {
        return List.of(everyConfigMappingIsTested(), everyStoreKeepsItsContract(), testsDoNotSleep());
    }

    private ArchRule featuresArePlainJava() {
        return noClasses()
                .that(resideInAnyPackage(root + ".*"))
                .and(DescribedPredicate.describe("are not config mappings", type -> !isConfigMapping(type)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .because("rules and ports must be readable and testable without a framework");
    }

    private ArchRule featuresDoNotKnowTheirAdapters() {
        return noClasses()
                .that(resideInAnyPackage(root + ".*"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(root + ".*.*.."))
                .because("a port knows nothing of who implements it");
    }

    private ArchRule adaptersDoNotKnowEachOther() {
        return slices().assignedFrom(new Technologies(root))
                .should()
                .notDependOnEachOther()
                .because("adapters meet in Wiring only");
    }

    private ArchRule featuresHaveNoCycles() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private ArchRule onlyWiringReadsTheClock() {
        var clocks = Set.of(
                "java.time.Instant.now()", "java.time.LocalDateTime.now()", "java.lang.System.currentTimeMillis()");
        return classes()
                .that(DescribedPredicate.describe(
                        "are not Wiring", type -> !type.getSimpleName().equals("Wiring")))
                .should(notCall(
                        "the wall clock",
                        call -> clocks.contains(call.getTargetOwner().getName() + "."
                                        + call.getTarget().getName() + "()")
                                && call.getTarget().getRawParameterTypes().isEmpty()))
                .because("time comes in through a Clock, so that a test can set it");
    }

    private ArchRule noOutputPastTheLog() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err");
    }

    private ArchRule noFieldInjection() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .because("what a class needs stands in its constructor");
    }

    private ArchRule everyConfigMappingIsTested() {
        return classes()
                .that(DescribedPredicate.describe("are config mappings", ServiceRules::isConfigMapping))
                .should(haveA(
                        "test named after it",
                        (type, other) -> other.getSimpleName().equals(type.getSimpleName() + "Test")));
    }

    private ArchRule everyStoreKeepsItsContract() {
        return classes()
                .that(DescribedPredicate.describe(
                        "implement a *Store port",
                        type -> !type.isInterface() && !storePorts(type).isEmpty()))
                .should(haveA(
                        "subclass of the port's contract test that is named after it",
                        (type, other) -> other.getSimpleName().startsWith(type.getSimpleName())
                                && other.getAllRawSuperclasses().stream()
                                        .anyMatch(parent -> storePorts(type).contains(withoutSuffix(parent)))));
    }

    private ArchRule testsDoNotSleep() {
        return classes()
                .should(notCall(
                        "Thread.sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getTarget().getName().equals("sleep")))
                .because(
                        "a test waits for a condition, and the product waits for something that can be interrupted or woken");
    }

    private static boolean isTest(JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri().getPath().contains("/test-classes/"))
                .orElse(false);
    }

    private static boolean isConfigMapping(JavaClass type) {
        return type.isAnnotatedWith("io.smallrye.config.ConfigMapping")
                || type.getEnclosingClass()
                        .filter(ServiceRules::isConfigMapping)
                        .isPresent();
    }

    private static Set<String> storePorts(JavaClass type) {
        return type.getAllRawInterfaces().stream()
                .filter(port -> port.getPackageName().startsWith(OURS))
                .map(JavaClass::getSimpleName)
                .filter(name -> name.endsWith("Store"))
                .collect(Collectors.toSet());
    }

    private static String withoutSuffix(JavaClass contract) {
        return contract.getSimpleName().replaceFirst("ContractTest$", "");
    }

    private static ArchCondition<JavaClass> notCall(String what, Predicate<JavaCall<?>> forbidden) {
        return new ArchCondition<>("not call " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                        .filter(forbidden)
                        .forEach(call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
            }
        };
    }

    private ArchCondition<JavaClass> haveA(String what, BiPredicate<JavaClass, JavaClass> found) {
        return new ArchCondition<>("have a " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (all.stream().noneMatch(other -> found.test(type, other))) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " has no " + what));
                }
            }
        };
    }

    /** {@code root.feature.technology}: each such package is a slice; everything else belongs to none. */
    private record Technologies(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            if (!name.startsWith(root + ".")) {
                return SliceIdentifier.ignore();
            }
            var parts = List.of(name.substring(root.length() + 1).split("\\.", -1));
            return parts.size() < 2 ? SliceIdentifier.ignore() : SliceIdentifier.of(parts.get(0), parts.get(1));
        }

        @Override
        public String getDescription() {
            return "technologies of features";
        }
    }
}
