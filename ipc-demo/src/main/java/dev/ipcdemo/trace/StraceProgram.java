package dev.ipcdemo.trace;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The installed strace(1), which sees the system calls of other programs. */
public final class StraceProgram {

    /** A call that this machine's kernel does not have is left out. */
    private static final String CALLS = Stream.of(
                    "socket,socketpair,bind,listen,accept,accept4,connect,shutdown,close,close_range,dup,dup2,dup3",
                    "fcntl,fcntl64,ioctl",
                    "read,readv,recv,recvfrom,recvmsg,recvmmsg,write,writev,send,sendto,sendmsg,sendmmsg",
                    "sendfile,sendfile64,splice",
                    "getsockname,getpeername,getsockopt,setsockopt",
                    "poll,ppoll,select,pselect6,epoll_wait,epoll_pwait,epoll_pwait2",
                    "clone,clone3,fork,vfork,execve,execveat,io_uring_setup")
            .flatMap(names -> Stream.of(names.split(",")))
            .map("?"::concat)
            .collect(Collectors.joining(",", "trace=", ""));

    /** strace leaves out the end of a long list unless it is told not to, and the sizes in it are to be added up. */
    private static final String WHOLE_LISTS = "abbrev=!readv,writev,recvmsg,sendmsg,recvmmsg,sendmmsg";

    /** What {@code bin/ipc-demo} found LC_ALL to be, which it sets for us; empty if it was not set. */
    private static final String LC_ALL = "ipc-demo.lc-all";

    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");

    /** The first that stops a program only at the calls that are asked for, which is many times faster. */
    private static final int FIRST_WITH_FILTER = 503;

    private final Path file;
    private final int version;

    private StraceProgram(Path file, int version) {
        this.file = file;
        this.version = version;
    }

    /**
     * Looks for strace.
     *
     * @return the program
     * @throws IOException if it is not installed, or does not run; the message says what to do
     */
    public static StraceProgram find() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IOException(
                    "trace needs Linux, because it sees the calls of a program by strace(1), which runs there only;"
                            + " on this system, run the program in a Linux container and trace it there");
        }
        Path file = onPath("strace")
                .orElseThrow(
                        () -> new IOException("trace needs strace(1), and there is none in PATH: install the package"
                                + " strace, for example by 'apt-get install strace' or 'dnf install strace'"));
        Process process = new ProcessBuilder(file.toString(), "-V")
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new IOException(file + " -V does not print its version: is it strace(1)?");
        }
        return new StraceProgram(file, Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)));
    }

    /**
     * Looks for a program as a shell does.
     *
     * @param name a name, or a path with a slash in it
     * @return the file; empty if there is none that can be executed
     */
    public static Optional<Path> onPath(String name) {
        if (name.indexOf('/') >= 0) {
            return Optional.of(Path.of(name)).filter(StraceProgram::isProgram);
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                .filter(directory -> !name.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(StraceProgram::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** The command line that runs a command and writes its calls to a file. */
    List<String> commandLine(Path output, List<String> command) {
        List<String> line = new ArrayList<>(List.of(file.toString(), "-f"));
        if (version >= FIRST_WITH_FILTER) {
            line.add("--seccomp-bpf");
        }
        line.addAll(List.of("-q", "-yy", "-ttt", "-T", "-s", "32", "-e", CALLS, "-e", WHOLE_LISTS));
        line.addAll(localeOfUser());
        line.addAll(List.of("-o", output.toString(), "--"));
        line.addAll(command);
        return line;
    }

    /** The command gets it, and strace itself keeps ours, in which its words are English. */
    private static List<String> localeOfUser() {
        String locale = System.getProperty(LC_ALL);
        return locale == null ? List.of() : List.of("-E", locale.isEmpty() ? "LC_ALL" : "LC_ALL=" + locale);
    }
}
