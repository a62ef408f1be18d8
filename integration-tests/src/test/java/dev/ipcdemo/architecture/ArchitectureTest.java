package dev.ipcdemo.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ipcdemo.sockets.Printable;
import dev.ipcdemo.sockets.Transport;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.NetworkChannel;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ArchitectureTest {

    private static final String API = "dev.ipcdemo.sockets..";
    private static final String DEMO_SPI = "dev.ipcdemo.demo.spi..";
    private static final String FILES = "dev.ipcdemo.files..";
    private static final String COMPARE = "dev.ipcdemo.compare.";
    private static final String[] FAMILIES = {
        "dev.ipcdemo.tcp..", "dev.ipcdemo.udp..", "dev.ipcdemo.unix..", "dev.ipcdemo.posix.."
    };

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ipcdemo");

    @Test
    void everyModuleIsLookedAt() {
        assertThat(OURS)
                .extracting(type -> type.getPackageName())
                .contains(
                        "dev.ipcdemo.sockets",
                        "dev.ipcdemo.sockets.spi.nio",
                        "dev.ipcdemo.tcp",
                        "dev.ipcdemo.udp",
                        "dev.ipcdemo.unix",
                        "dev.ipcdemo.posix.transport",
                        "dev.ipcdemo.cli");
    }

    /** The JDK has some socket options, such as TCP_KEEPIDLE, in jdk.net only. */
    @Test
    void theSocketApiNeedsNothingButFilesAndTheJdk() {
        needsOnly(API, API, FILES, "java..", "jdk.net..");
    }

    @Test
    void whatMakesAndReplacesFilesNeedsNothingButTheJdk() {
        needsOnly(FILES, FILES, "java..");
    }

    private static void needsOnly(String packages, String... needed) {
        classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(needed)
                .check(OURS);
    }

    @Test
    void aFamilyKnowsTheSocketApiAndFilesAndNoOtherFamily() {
        for (String family : FAMILIES) {
            noClasses()
                    .that()
                    .resideInAPackage(family)
                    .should()
                    .dependOnClassesThat(describe(
                            "are ours, but neither of this family, nor of the socket API, what a demo is, or files",
                            type -> type.getPackageName().startsWith("dev.ipcdemo")
                                    && !inPackage(type.getPackageName(), family)
                                    && !inPackage(type.getPackageName(), API)
                                    && !inPackage(type.getPackageName(), DEMO_SPI)
                                    && !inPackage(type.getPackageName(), FILES)))
                    .check(OURS);
        }
    }

    private static boolean inPackage(String name, String packages) {
        String root = packages.substring(0, packages.length() - "..".length());
        return name.equals(root) || name.startsWith(root + ".");
    }

    @Test
    void nobodyNamesAFamilyBecauseServiceLoaderIsTheOnlyDoor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FAMILIES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FAMILIES)
                .check(OURS);
    }

    @Test
    void onlyTheFamiliesAndWhatTheyShareOpenSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FAMILIES)
                .and()
                .resideOutsideOfPackages("dev.ipcdemo.sockets.spi.nio..", "dev.ipcdemo.compare..")
                .should()
                .dependOnClassesThat(assignableTo(NetworkChannel.class)
                        .or(assignableTo(Selector.class))
                        .or(assignableTo(SelectorProvider.class))
                        .or(assignableTo(Socket.class))
                        .or(assignableTo(ServerSocket.class))
                        .or(assignableTo(DatagramSocket.class)))
                .check(OURS);
    }

    /** Its rows that are no sockets are pipes and a mapped file; bare socket channels it gets from their families. */
    @Test
    void theRigOfTheComparisonOpensNoSocket() {
        noClasses()
                .that()
                .resideInAPackage("dev.ipcdemo.compare..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo("java.nio.channels.NetworkChannel")
                .check(OURS);
    }

    @Test
    void onlyUnixDomainNamesJunixsocket() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.ipcdemo.unix..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.newsclub..")
                .check(OURS);
    }

    /** Besides them, the first class of a JVM owns its streams, and a hook at its end has nobody else to tell. */
    @Test
    void onlyTheCommandLineAndTheReportsPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.ipcdemo.cli..", "dev.ipcdemo.compare.report..", "..example..")
                .and(are(not(describe(
                        "the first of a JVM, or within it",
                        type -> type.getEnclosingClass()
                                .orElse(type)
                                .tryGetMethod("main", String[].class)
                                .isPresent()))))
                .and()
                .doNotHaveFullyQualifiedName("dev.ipcdemo.sockets.spi.nio.SocketFile$AtExit")
                .and()
                .doNotHaveFullyQualifiedName("dev.ipcdemo.files.ProcessDirectory")
                .should(ACCESS_STANDARD_STREAMS)
                .check(OURS);
    }

    @Test
    void onlyThePackagesForContainersKnowDocker() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.ipcdemo.launch.container..", "dev.ipcdemo.testcontainers..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.dockerjava..", "org.testcontainers..")
                .check(OURS);
    }

    @Test
    void onlyTheComparisonInAClusterKnowsKubernetes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.ipcdemo.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(OURS);
    }

    /** A plan goes in and a report comes out; beside them there are only the values in them and the forms of a report. */
    @Test
    void theCommandLineUsesTheComparisonAsALibrary() {
        noClasses()
                .that()
                .resideInAPackage("dev.ipcdemo.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        COMPARE + "rig..",
                        COMPARE + "wire..",
                        COMPARE + "carrier..",
                        COMPARE + "pattern..",
                        COMPARE + "statistics..")
                .check(OURS);
    }

    /** Not even through a class in between. */
    @Test
    void theDemosNeedNothingOfTheComparison() {
        noClasses()
                .that()
                .resideInAPackage("dev.ipcdemo.demo..")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAPackage("dev.ipcdemo.compare..")
                .check(OURS);
    }

    @Test
    void theStatisticsKnowNothingOfHowWasMeasured() {
        assertKnowsNothingOf(
                "statistics..",
                API,
                "dev.ipcdemo.launch..",
                COMPARE + "carrier..",
                COMPARE + "pattern..",
                COMPARE + "wire..",
                COMPARE + "rig..",
                COMPARE + "report..");
    }

    @Test
    void theFormsOfAReportKnowNothingOfHowWasMeasured() {
        assertKnowsNothingOf(
                "report..",
                API,
                "dev.ipcdemo.launch..",
                COMPARE + "carrier..",
                COMPARE + "pattern..",
                COMPARE + "wire..",
                COMPARE + "rig..");
    }

    /** What makes text printable has its place in the API, because the API shows names of peers, but is no socket. */
    private static void assertKnowsNothingOf(String room, String... others) {
        noClasses()
                .that()
                .resideInAPackage(COMPARE + room)
                .should()
                .dependOnClassesThat(resideInAnyPackage(others).and(not(assignableTo(Printable.class))))
                .check(OURS);
    }

    @Test
    void theRecordingKnowsNeitherDemosNorHowTheyAreRun() {
        noClasses()
                .that()
                .resideInAPackage("dev.ipcdemo.demo.recording..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.ipcdemo.demo", "dev.ipcdemo.demo.spi..", "dev.ipcdemo.demo.runner..")
                .check(OURS);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("dev.ipcdemo.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void aNameSaysWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(OURS);
    }

    /** Those in posix.socket are not found by ServiceLoader, but by those in posix.transport. */
    @Test
    void aTransportIsPublicAndFinalAndIsCalledOne() {
        classes()
                .that()
                .implement(Transport.class)
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .resideInAnyPackage(FAMILIES)
                .and()
                .resideOutsideOfPackage("dev.ipcdemo.posix.socket..")
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .haveSimpleNameEndingWith("Transport")
                .check(OURS);
    }
}
