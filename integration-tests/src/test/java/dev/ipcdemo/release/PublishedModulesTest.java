package dev.ipcdemo.release;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules that a release publishes: all whose pom does not say otherwise. */
@Tag("once")
class PublishedModulesTest {

    private static final Path ROOT = Program.projectRoot();
    private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");
    private static final Pattern ARTIFACT =
            Pattern.compile("</parent>.*?<artifactId>(.+?)</artifactId>", Pattern.DOTALL);
    private static final Pattern MODULE_NAME =
            Pattern.compile("<automatic\\.module\\.name>(.+)</automatic\\.module\\.name>");

    private static String pom(String directory) throws IOException {
        return Files.readString(ROOT.resolve(directory).resolve("pom.xml"));
    }

    /** Their directories. */
    static List<String> published() throws IOException {
        Set<String> directories = new TreeSet<>();
        for (MatchResult module : MODULE.matcher(pom(".")).results().toList()) {
            directories.add(module.group(1));
        }
        directories.remove("bom");
        directories.removeIf(PublishedModulesTest::isKeptBack);
        return List.copyOf(directories);
    }

    private static boolean isKeptBack(String directory) {
        try {
            return pom(directory).contains("<maven.deploy.skip>true<");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String moduleName(String directory) throws IOException {
        String pom = pom(directory);
        String artifact =
                ARTIFACT.matcher(pom).results().findFirst().orElseThrow().group(1);
        return MODULE_NAME
                .matcher(pom)
                .results()
                .map(name -> name.group(1))
                .findFirst()
                .orElse("dev.ipcdemo." + artifact);
    }

    private static Set<String> packages(String directory) throws IOException {
        Path sources = ROOT.resolve(directory).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(toCollection(TreeSet::new));
        }
    }

    @Test
    void areTheLibrariesAndTheCommandLine() throws IOException {
        assertThat(published())
                .contains("socket-api", "inet-tcp", "unix-domain", "posix", "compare", "ipc-demo")
                .doesNotContain("man", "integration-tests");
    }

    @ParameterizedTest
    @MethodSource("published")
    void areNamedAfterOneOfTheirPackages(String directory) throws IOException {
        String name = moduleName(directory);

        assertThat(ModuleDescriptor.newAutomaticModule(name).build().name()).isEqualTo(name);
        assertThat(packages(directory))
                .as("%s/pom.xml sets automatic.module.name, or it is dev.ipcdemo. and the artifact", directory)
                .contains(name);
    }

    /** On a module path a package belongs to one module. */
    @Test
    void shareNoPackage() throws IOException {
        Map<String, Set<String>> modules = new TreeMap<>();
        for (String directory : published()) {
            packages(directory)
                    .forEach(name -> modules.computeIfAbsent(name, any -> new TreeSet<>())
                            .add(directory));
        }
        assertThat(modules).hasSizeGreaterThan(20);
        assertThat(modules.entrySet().stream()
                        .filter(not(entry -> entry.getValue().size() == 1))
                        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("published")
    void haveANameAndADescription(String directory) throws IOException {
        assertThat(pom(directory)).contains("<name>", "<description>");
    }
}
