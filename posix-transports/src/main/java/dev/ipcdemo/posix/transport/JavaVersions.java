package dev.ipcdemo.posix.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Which Java runs this and on which system, which one built it, and which others are installed. */
final class JavaVersions {

    /** The first with the Foreign Function &amp; Memory API. */
    static final int NEEDED = 22;

    /** Where the transports work: its shutdown(2) ends a call that waits to accept, and that of macOS does not. */
    private static final String SYSTEM = "Linux";

    /** Where Linux has the numbers and structures that the module {@code posix} knows. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

    private static final String[] PLACES = {
        "/usr/lib/jvm",
        "/opt/java",
        "/Library/Java/JavaVirtualMachines",
        System.getProperty("user.home") + "/.sdkman/candidates/java"
    };

    private JavaVersions() {}

    /** A Java installation. */
    private record Installed(Path home, int version) {}

    /** Why the transports do not work on a system with a Java version; empty if they may. */
    static Optional<String> unsuitable(String system, String architecture, int version) {
        if (!system.equals(SYSTEM) || !ARCHITECTURES.contains(architecture)) {
            return Optional.of("needs Linux on x86-64 or aarch64; this is " + system + " on " + architecture);
        }
        return version < NEEDED ? Optional.of(tooOld(version)) : Optional.empty();
    }

    /** Why the calls cannot be made on a Java version. */
    static String tooOld(int version) {
        return "needs Java " + NEEDED + "; this is " + version
                + newer(places())
                        .map(found -> " (with JAVA_HOME=" + found.home() + " it would be " + found.version() + ")")
                        .orElse("");
    }

    /** Why the module is not on the class path, although this Java could run it. */
    static String notThere(int builtWith) {
        return builtWith < NEEDED
                ? "was built with Java " + builtWith + "; build it with Java " + NEEDED + " or newer"
                : "the module posix is not on the class path";
    }

    /** The version of the compiler that built this. */
    static int builtWith() {
        try (InputStream in = JavaVersions.class.getResourceAsStream("build.properties")) {
            Properties build = new Properties();
            build.load(in);
            return Integer.parseInt(build.getProperty("java.version"));
        } catch (IOException e) {
            throw new AssertionError("it is in our own jar", e);
        }
    }

    private static List<Path> places() {
        List<Path> places = new ArrayList<>();
        for (String place : PLACES) {
            places.add(Path.of(place));
        }
        return places;
    }

    /** The newest installation that is new enough. */
    private static Optional<Installed> newer(List<Path> places) {
        return installed(places).stream()
                .filter(found -> found.version() >= NEEDED)
                .max(Comparator.comparing(Installed::version));
    }

    private static List<Installed> installed(List<Path> places) {
        List<Installed> installed = new ArrayList<>();
        for (Path place : places) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(place)) {
                for (Path home : homes) {
                    look(home, installed);
                    look(home.resolve("Contents/Home"), installed);
                }
            } catch (IOException nothingThere) {
                // the usual case for most of the places
            }
        }
        return installed;
    }

    private static void look(Path home, List<Installed> installed) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return;
        }
        try (InputStream in = Files.newInputStream(release)) {
            Properties about = new Properties();
            about.load(in);
            String version =
                    about.getProperty("JAVA_VERSION", "").replace("\"", "").replaceFirst("[^0-9].*", "");
            if (!version.isEmpty()) {
                installed.add(new Installed(home, Integer.parseInt(version)));
            }
        } catch (IOException | NumberFormatException unreadable) {
            // not an installation that can be recommended
        }
    }

    /** The best installation below some directories, as text, for a test. */
    static Optional<String> newerIn(Path place) {
        return newer(List.of(place)).map(found -> found.version() + " " + found.home());
    }
}
