package dev.ipcdemo.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ipcdemo.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/architecture.md says which package uses which, and the classes are held to it. */
class PackagesTest {

    private static final String ROOT = "dev.ipcdemo.";
    private static final int MOST_TYPES = 24;

    /** The same thing for two families, or for two readers. */
    private static final Set<String> NAMES_OF_TWO_THINGS = Set.of("EchoClient", "EchoServer", "Libc");

    /** A row: a package in the first cell, its module in the second, the packages that it uses in the last. */
    private static final Pattern ROW =
            Pattern.compile("^\\| `([\\w.]+)` \\| ([\\w-]+) \\|.*\\|([^|]*)\\|$", Pattern.MULTILINE);

    /** The module posix is built on Java 22 and later; frameworks is on no class path unless somebody asks for it. */
    private static final Predicate<String> IS_BUILT_HERE = module -> !module.equals("frameworks")
            && (!module.equals("posix") || Runtime.version().feature() >= 22);

    /** A source file: its package below ours, and its name. */
    private static final Pattern SOURCE =
            Pattern.compile("[\\w-]+/src/main/java/dev/ipcdemo/([\\w/]+)/([\\w-]+)\\.java");

    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ipcdemo");

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    private static Map<String, Set<String>> documented(Predicate<String> module) throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        String text = Files.readString(Program.projectRoot().resolve("docs/architecture.md"));
        ROW.matcher(text)
                .results()
                .filter(row -> module.test(row.group(2)))
                .forEach(row -> table.put(row.group(1), names(row.group(3))));
        return table;
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).collect(toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> found() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : OURS) {
            Set<String> used = uses.computeIfAbsent(packageOf(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(PackagesTest::packageOf)
                    .filter(Predicate.not(packageOf(type)::equals))
                    .forEach(used::add);
        }
        return uses;
    }

    @Test
    void everyPackageUsesWhatTheDocumentSaysAndNothingElse() throws IOException {
        assertThat(found()).isEqualTo(documented(IS_BUILT_HERE));
    }

    /** The types of each package in the sources of all modules, those too that are not built on this Java. */
    private static Map<String, Set<String>> written() throws IOException {
        Path root = Program.projectRoot();
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> SOURCE.matcher(root.relativize(file).toString()))
                    .filter(Matcher::matches)
                    .filter(file -> !file.group(2).equals("package-info"))
                    .collect(groupingBy(
                            file -> file.group(1).replace('/', '.'),
                            mapping(file -> file.group(2), toCollection(TreeSet::new))));
        }
    }

    @Test
    void everyPackageHasARow() throws IOException {
        assertThat(written().keySet())
                .containsExactlyInAnyOrderElementsOf(documented(module -> true).keySet());
    }

    @Test
    void noPackageIsAHall() throws IOException {
        assertThat(written())
                .isNotEmpty()
                .allSatisfy((name, types) -> assertThat(types).as(name).hasSizeLessThanOrEqualTo(MOST_TYPES));
    }

    @Test
    void oneNameHasOneMeaning() throws IOException {
        Map<String, Set<String>> places = new TreeMap<>();
        written()
                .forEach((name, types) -> types.stream()
                        .filter(type -> !NAMES_OF_TWO_THINGS.contains(type))
                        .forEach(type -> places.computeIfAbsent(type, any -> new TreeSet<>())
                                .add(name)));
        assertThat(places.values())
                .isNotEmpty()
                .allSatisfy(packages -> assertThat(packages).hasSize(1));
    }
}
