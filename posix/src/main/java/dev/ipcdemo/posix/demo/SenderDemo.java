package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.MSG_CMSG_CLOEXEC;
import static dev.ipcdemo.posix.Constants.POLLIN;
import static dev.ipcdemo.posix.Constants.SCM_CREDENTIALS;
import static dev.ipcdemo.posix.Constants.SCM_RIGHTS;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_PASSCRED;
import static dev.ipcdemo.posix.Constants.SO_PEERPIDFD;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.Layouts;
import dev.ipcdemo.posix.MessageBuffer;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which process sent a datagram: its number and user, a lie that is refused, and a descriptor of the process. */
public final class SenderDemo extends CallDemo {

    private static final long SELF = ProcessHandle.current().pid();

    /** Called by {@link java.util.ServiceLoader}. */
    public SenderDemo() {
        super("sender", "which process sent a datagram, and a descriptor of that process", "posix+unixgram");
    }

    @Override
    void run(Stage stage, ShownCalls calls) throws Exception {
        int[] pair = calls.pair(SOCK_DGRAM);
        calls.set("b", pair[1], SOL_SOCKET, SO_PASSCRED, "SO_PASSCRED", 1);
        calls.send("a", pair[0], "it is me");
        Optional<Integer> sender = sender(stage, calls, pair[1]);
        stage.claim(
                sender.isPresent() && sender.get() == SELF,
                "The kernel added who sent it, although the sender said nothing: this process.");
        passDescriptor(stage, calls, pair);
        processDescriptor(stage, calls, pair);
        calls.shutdown("a", pair[0]);
        calls.closeAll();
        stage.conclude(
                "SO_PASSCRED tells the sender of each datagram, while SO_PEERCRED tells who connected once. A number"
                        + " of a process may later mean another; a descriptor of it never does.");
    }

    private static Optional<Integer> sender(Stage stage, ShownCalls calls, int socket) throws Exception {
        MessageBuffer message = calls.recvmsg("b", socket, 0);
        for (MessageBuffer.Control control : message.controls()) {
            if (control.level() == SOL_SOCKET && control.type() == SCM_CREDENTIALS) {
                int pid = control.content().get(JAVA_INT, Layouts.offset(Layouts.UCRED, "pid"));
                int uid = control.content().get(JAVA_INT, Layouts.offset(Layouts.UCRED, "uid"));
                stage.note("SCM_CREDENTIALS: process " + pid + " of user " + uid);
                return Optional.of(pid);
            }
        }
        return Optional.empty();
    }

    private static void passDescriptor(Stage stage, ShownCalls calls, int[] pair) throws Exception {
        MessageBuffer message = new MessageBuffer(16, 64);
        try (Arena arena = Arena.ofConfined()) {
            message.write(US_ASCII.encode("take a"));
            message.addControl(SOL_SOCKET, SCM_RIGHTS, arena.allocateFrom(JAVA_INT, pair[0]));
            stage.act(
                    "a: sendmsg(\"take a\", SCM_RIGHTS a)", () -> Posix.sendmsg(pair[0], message, 0), String::valueOf);
        }
        MessageBuffer received = calls.recvmsg("b", pair[1], MSG_CMSG_CLOEXEC);
        Optional<Integer> passed = received.controls().stream()
                .filter(control -> control.type() == SCM_RIGHTS)
                .map(control -> control.content().get(JAVA_INT, 0))
                .findFirst();
        stage.claim(passed.isPresent(), "A descriptor came with a datagram, too.");
        int copy = passed.orElseThrow();
        calls.adopt("copy", copy);
        calls.send("copy", copy, "through the copy");
        stage.claim(
                calls.recv("b", pair[1], 64, 0, "").equals("through the copy"),
                "It is another descriptor of socket a.");
        calls.close("copy");
    }

    private static void processDescriptor(Stage stage, ShownCalls calls, int[] pair) throws Exception {
        int pidfd;
        try {
            pidfd = stage.act(
                    "b: getsockopt(SO_PEERPIDFD)",
                    () -> Posix.getsockopt(pair[1], SOL_SOCKET, SO_PEERPIDFD),
                    number -> "pidfd");
        } catch (PosixException e) {
            stage.note("skipped: this kernel has no SO_PEERPIDFD: " + e.name());
            return;
        }
        calls.adopt("pidfd", pidfd);
        boolean isOurs = Files.readAllLines(Path.of("/proc/self/fdinfo/" + pidfd)).stream()
                .anyMatch(line -> line.equals("Pid:\t" + SELF));
        stage.claim(isOurs, "SO_PEERPIDFD opens a descriptor of the peer's process, here of this one.");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment watched = arena.allocate(Layouts.POLLFD);
            watched.set(JAVA_INT, 0, pidfd);
            watched.set(JAVA_SHORT, Layouts.offset(Layouts.POLLFD, "events"), (short) POLLIN);
            int ready = stage.call("poll(pidfd, 0 ms)", () -> Posix.poll(watched, 1, 0));
            stage.claim(ready == 0, "poll would say when the process has ended; it has not.");
        }
        calls.close("pidfd");
    }
}
