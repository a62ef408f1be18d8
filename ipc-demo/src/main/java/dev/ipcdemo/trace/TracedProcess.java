package dev.ipcdemo.trace;

import dev.ipcdemo.demo.recording.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A traced process, with the sockets that its descriptors stand for. */
final class TracedProcess {

    private final int pid;
    private final Side side;
    private final Map<Integer, Slot> descriptors;
    private String program;
    private int threads = 1;
    private boolean hasUsedSockets;
    private boolean showsPid;

    /** What a descriptor stands for, and whether it is closed when the process executes another program. */
    private record Slot(TracedSocket socket, boolean closesOnExec) {}

    TracedProcess(int pid, Side side, String program) {
        this(pid, side, program, new HashMap<>());
    }

    private TracedProcess(int pid, Side side, String program, Map<Integer, Slot> descriptors) {
        this.pid = pid;
        this.side = side;
        this.program = program;
        this.descriptors = descriptors;
    }

    /** A child, which has all descriptors too, as copies or, rarely, in the same table. */
    TracedProcess fork(int child, boolean sharesDescriptors) {
        if (sharesDescriptors) {
            return new TracedProcess(child, side, program, descriptors);
        }
        descriptors.values().forEach(slot -> slot.socket().open());
        return new TracedProcess(child, side, program, new HashMap<>(descriptors));
    }

    int pid() {
        return pid;
    }

    Side side() {
        return side;
    }

    /** The name of the program that it runs, or its id if it was started before it was traced. */
    String program() {
        return program.isEmpty() ? "process " + pid : program;
    }

    /** Notes that it uses sockets. Returns whether that is new. */
    boolean usesSockets() {
        boolean isNew = !hasUsedSockets;
        hasUsedSockets = true;
        return isNew;
    }

    boolean hasUsedSockets() {
        return hasUsedSockets;
    }

    /** Has its calls marked with its id from now on. */
    void showPid() {
        showsPid = true;
    }

    /** What stands before its calls. */
    String prefix() {
        return showsPid ? "[" + pid + "] " : "";
    }

    void threadStarted() {
        threads++;
    }

    /** Returns whether it was the last thread. */
    boolean threadEnded() {
        return --threads <= 0;
    }

    Optional<TracedSocket> socket(int descriptor) {
        return Optional.ofNullable(descriptors.get(descriptor)).map(Slot::socket);
    }

    /** The sockets that a range of descriptors stands for; one as often as several of them do. */
    List<TracedSocket> sockets(int first, int last) {
        return descriptors.entrySet().stream()
                .filter(slot -> slot.getKey() >= first && slot.getKey() <= last)
                .map(slot -> slot.getValue().socket())
                .toList();
    }

    /** Notes that a descriptor stands for a socket. Returns what it stood for, if that is closed now. */
    Optional<TracedSocket> put(int descriptor, TracedSocket socket, boolean closesOnExec) {
        socket.open();
        return closed(descriptors.put(descriptor, new Slot(socket, closesOnExec)));
    }

    /** Closes a descriptor. Returns its socket, if it was the last descriptor for it. */
    Optional<TracedSocket> close(int descriptor) {
        return closed(descriptors.remove(descriptor));
    }

    private static Optional<TracedSocket> closed(Slot slot) {
        return slot != null && slot.socket().close() ? Optional.of(slot.socket()) : Optional.empty();
    }

    /** Notes of a range of descriptors whether they are closed when another program is executed. */
    void setCloseOnExec(int first, int last, boolean closesOnExec) {
        descriptors.replaceAll(
                (number, slot) -> number >= first && number <= last ? new Slot(slot.socket(), closesOnExec) : slot);
    }

    /** Executes another program. Returns the sockets that this closed. */
    List<TracedSocket> exec(String file) {
        program = file.substring(file.lastIndexOf('/') + 1);
        List<Integer> closing = descriptors.entrySet().stream()
                .filter(slot -> slot.getValue().closesOnExec())
                .map(Map.Entry::getKey)
                .toList();
        return closing.stream()
                .flatMap(descriptor -> close(descriptor).stream())
                .toList();
    }

    /** Ends. Returns the sockets that this closed. */
    List<TracedSocket> end() {
        return close(0, Integer.MAX_VALUE);
    }

    /** Closes a range of descriptors. Returns the sockets that this closed. */
    List<TracedSocket> close(int first, int last) {
        List<Integer> closing = new ArrayList<>(descriptors.keySet());
        return closing.stream()
                .filter(descriptor -> descriptor >= first && descriptor <= last)
                .flatMap(descriptor -> close(descriptor).stream())
                .toList();
    }
}
