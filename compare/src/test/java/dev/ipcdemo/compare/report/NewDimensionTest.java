package dev.ipcdemo.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of a new dimension in CONTRIBUTING.md, carried out: {@code Cell} is changed as it says there and compiled,
 * and nothing else is. {@link NewDimensionProbe} then runs with it.
 */
@Tag("once")
class NewDimensionTest {

    private static final Path CELL = Path.of("src/main/java/dev/ipcdemo/compare/plan/Cell.java");

    private static final String CONSTANT = """
            /** How many connections a message passes on its way. */
            public static final Dimension<Integer> HOPS = Dimension.of(
                            "hops", "Hops", Integer.class, Unit.NUMBER, Cell::hops)
                    .said("hops %s")
                    .absentAs(1)
                    .onlyFor(pattern -> pattern == Pattern.ROUND_TRIP);
            """;

    @TempDir
    private Path directory;

    @Test
    void everyFormOfAReportTakesANewDimensionFromTheCell() throws Exception {
        compile(Files.writeString(directory.resolve("Cell.java"), changed(Files.readString(CELL))));
        Map<String, String> forms = probe();
        assertThat(forms.get("json")).contains("\"hops\" : 1", "\"hops\" : 4");
        assertThat(forms.get("schema")).containsPattern("\"hops\" : \\{\\s+\"type\" : \"integer\",\\s+\"minimum\" : 1");
        assertThat(forms.get("csv"))
                .startsWith(
                        "pattern,row,scope,message_bytes,wait,cpus,rate_per_second,clients,batch,reply_bytes,depth,streams,request_sizes,reply_sizes,directions,peer,node,pod,variant,hops,")
                .contains("round-trip,pipe,in-process,64,block,same,0,1,1,0,1,1,,,one-way,,,,none,4,");
        assertThat(forms.get("table"))
                .contains("round-trip, 64 B, in-process, block, cpus same (client cpu 1, server cpu 1)")
                .contains("round-trip, 64 B, in-process, block, cpus same, hops 4 (client cpu 1, server cpu 1)");
        assertThat(forms.get("changes")).contains("\npipe, hops 4 ");
        assertThat(forms.get("page")).contains("{\"name\":\"hops\",\"title\":\"Hops\",\"unit\":\"NUMBER\"");
        assertThat(forms.get("plan"))
                .isEqualTo("[pipe, round-trip, 64 B, in-process, block, cpus same,"
                        + " pipe, round-trip, 64 B, in-process, block, cpus same, hops 4,"
                        + " pipe, throughput, 64 B, in-process, block, cpus same]");
        assertThat(forms.get("between processes"))
                .isEqualTo("pipe, round-trip, 64 B, in-process, block, cpus same, hops 4");
        assertThat(forms.get("older")).isEqualTo("1");
    }

    private static String changed(String cell) {
        String list = "/** All dimensions, in the order in which a cell is put into words. */";
        assertThat(cell).contains("Variant variant) {", list, " VARIANT);");
        return cell.replace("Variant variant) {", "Variant variant,\nint hops) {")
                .replace(list, CONSTANT + list)
                .replace(" VARIANT);", " VARIANT, HOPS);");
    }

    private void compile(Path source) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            assertThat(compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(source))
                            .call())
                    .as(complaints.toString())
                    .isTrue();
        }
    }

    /** In classes of its own, of which all but the cell are those that this test has too. */
    @SuppressWarnings("unchecked")
    private Map<String, String> probe() throws Exception {
        List<URL> classPath = new ArrayList<>(List.of(directory.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader); // through which transports are found
            return (Map<String, String>) loader.loadClass(NewDimensionProbe.class.getName())
                    .getMethod("forms", Path.class)
                    .invoke(null, directory);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
