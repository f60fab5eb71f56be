package io.github.headlight.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

/**
 * Holds the architecture: packages point one way, and each foreign engine is known in one place.
 */
@AnalyzeClasses(
        packages = "io.github.headlight",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    private static final String ROOT = "io.github.headlight.";

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.github.headlight.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_INTERNAL_ORT_KNOWS_THE_RUNTIME =
            noClasses()
                    // An example compares a model with what any program gets from it.
                    .that(not(resideInAnyPackage(ROOT + "internal.ort", ROOT + "examples")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.onnxruntime..");

    /** Internal packages, and the one package beside themselves that may use them. */
    @ArchTest
    static final ArchRule INTERNALS_STAY_IN_THEIR_MODULE =
            CompositeArchRule.of(isInternalTo("ort", "session"))
                    .and(isInternalTo("memory", "session"))
                    .and(isInternalTo("record", "session"))
                    .and(isInternalTo("jinja", "chat"))
                    .and(isInternalTo("canvas", "renderers.svg"))
                    .and(isInternalTo("figure", "renderers.svg"));

    @ArchTest
    static final ArchRule ONLY_TOKEN_KNOWS_THE_TOKENIZER_LIBRARY =
            noClasses()
                    .that(not(resideInAPackage(ROOT + "token")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule ONLY_EXPORT_KNOWS_PROTOBUF =
            noClasses()
                    .that(not(resideInAPackage(ROOT + "export..")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule LEAVES_DEPEND_ON_NO_OTHER_PACKAGE =
            classes()
                    .that(resideInAnyPackage(ROOT + "error", ROOT + "tensor"))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAPackage("java..")
                                    .or(resideInAnyPackage(ROOT + "error", ROOT + "tensor")));

    @ArchTest
    static final ArchRule GENERATION_IS_PURE_COMPUTATION =
            classes()
                    .that(resideInAPackage(ROOT + "generation"))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAPackage("java..")
                                    .or(
                                            resideInAnyPackage(
                                                    "com.google.gson",
                                                    ROOT + "error",
                                                    ROOT + "generation",
                                                    ROOT + "model")));

    @ArchTest
    static final ArchRule RENDERERS_AND_EXPORT_DO_NOT_KNOW_THE_SESSION =
            noClasses()
                    .that(
                            resideInAnyPackage(
                                    ROOT + "renderers..",
                                    ROOT + "export..",
                                    ROOT + "view",
                                    ROOT + "render"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "session");

    @ArchTest
    static final ArchRule ANALYSIS_READS_CAPTURES_AND_RUNS_NOTHING =
            noClasses()
                    .that(resideInAPackage(ROOT + "analysis.."))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + "session", ROOT + "view", ROOT + "render", ROOT + "internal..");

    @ArchTest
    static final ArchRule LIBRARIES_DO_NOT_PRINT =
            noClasses()
                    .that(not(resideInAnyPackage(ROOT + "cli", ROOT + "examples")))
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule NOTHING_GLOBAL_IS_MUTABLE =
            fields().that().areStatic().should().beFinal();

    private static ArchRule isInternalTo(String name, String owner) {
        return noClasses()
                .that(not(resideInAnyPackage(ROOT + owner, ROOT + "internal..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "internal." + name + "..");
    }

    /** Leaves out the tests jar of core, which is on the class path for its helpers. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
