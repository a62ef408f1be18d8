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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ipcdemo");

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        String text = Files.readString(Program.projectRoot().resolve("docs/architecture.md"));
        ROW.matcher(text)
                .results()
                .filter(row -> IS_BUILT_HERE.test(row.group(2)))
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
        assertThat(found()).isEqualTo(documented());
    }

    @Test
    void noPackageIsAHall() {
        Map<String, Set<String>> types = OURS.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(
                        PackagesTest::packageOf, mapping(JavaClass::getSimpleName, toCollection(TreeSet::new))));
        assertThat(types)
                .isNotEmpty()
                .allSatisfy((name, members) -> assertThat(members).as(name).hasSizeLessThanOrEqualTo(MOST_TYPES));
    }

    @Test
    void oneNameHasOneMeaning() {
        Map<String, Set<String>> places = OURS.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !NAMES_OF_TWO_THINGS.contains(type.getSimpleName()))
                .collect(groupingBy(
                        JavaClass::getSimpleName, mapping(PackagesTest::packageOf, toCollection(TreeSet::new))));
        assertThat(places.values()).filteredOn(packages -> packages.size() > 1).isEmpty();
        assertThat(places).isNotEmpty();
    }
}
