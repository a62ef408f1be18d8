package dev.ipcdemo.launch.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The shared libraries of this host that a binary loads, as ldd(1) lists them. */
final class NativeLibraries {

    /** {@code libc.so.6 => /lib/libc.so.6 (0x7f…)}; the loader's own line has no arrow. */
    private static final Pattern LINE = Pattern.compile("(?m)^\\s+(?:\\S+ => )?(/\\S+) \\(0x");

    /** Loaded by older C libraries when a host name is looked up, so nothing is linked to them. */
    private static final List<String> FOR_HOST_NAMES = List.of("libnss_files.so.2", "libnss_dns.so.2");

    private NativeLibraries() {}

    /** Copies what a runtime and the native libraries in jars need, to the paths that they have on this host. */
    static void copyFor(Path runtime, List<Path> classPath, Path root) throws IOException {
        List<Path> binaries = new ArrayList<>(binariesOf(runtime));
        Path unpacked = Files.createTempDirectory(root.getParent(), "native-");
        try {
            for (Path entry : classPath) {
                if (entry.toString().endsWith(".jar")) {
                    binaries.addAll(unpack(entry, unpacked));
                }
            }
            for (Path library : of(binaries)) {
                if (!library.startsWith(runtime)) {
                    Path copy = root.resolve(library.toString().substring(1));
                    Files.createDirectories(copy.getParent());
                    Files.copy(library, copy);
                }
            }
        } finally {
            FileTree.delete(unpacked);
        }
    }

    /** What a runtime starts and loads, of which each may need other libraries. */
    static List<Path> binariesOf(Path runtime) throws IOException {
        return Stream.concat(
                        Stream.of(runtime.resolve("bin/java")),
                        FileTree.filesOf(runtime.resolve("lib")).stream()
                                .filter(file -> file.toString().endsWith(".so")))
                .toList();
    }

    /** The libraries that these files need. Binaries for other systems are skipped: ldd cannot read them. */
    static Set<Path> of(List<Path> binaries) throws IOException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        binaries.forEach(binary -> command.add(binary.toString()));
        Matcher line = LINE.matcher(Subprocess.attempt(command).output());
        Set<Path> libraries = new TreeSet<>();
        while (line.find()) {
            libraries.add(Path.of(line.group(1)));
        }
        if (libraries.isEmpty()) {
            throw new IOException("ldd lists no library that Java needs: does this system have the GNU C library?");
        }
        for (Path libc : List.copyOf(libraries)) {
            if (libc.getFileName().toString().equals("libc.so.6")) {
                FOR_HOST_NAMES.stream()
                        .map(libc::resolveSibling)
                        .filter(Files::exists)
                        .forEach(libraries::add);
            }
        }
        return Collections.unmodifiableSet(libraries);
    }

    private static List<Path> unpack(Path jar, Path directory) throws IOException {
        List<Path> unpacked = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile());
                Stream<? extends ZipEntry> entries = zip.stream()) {
            for (ZipEntry entry :
                    entries.filter(file -> file.getName().endsWith(".so")).toList()) {
                Path file = directory.resolve(entry.getName().replace('/', '-'));
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
                unpacked.add(file);
            }
        }
        return unpacked;
    }
}
