package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A poll whose waits are recorded; what is watched is seen there. */
final class RecordingPoll implements Poll {

    private final Poll poll;
    private final Recorder recorder;

    /** By the socket underneath, which the poll underneath knows. */
    private final Map<OpenSocket, Recording> watched = new LinkedHashMap<>();

    RecordingPoll(Poll poll, Recorder recorder) {
        this.poll = poll;
        this.recorder = recorder;
    }

    @Override
    public void watch(OpenSocket socket, Readiness first, Readiness... more) throws SocketFailure {
        Recording recording = (Recording) socket;
        poll.watch(recording.recorded(), first, more);
        watched.put(recording.recorded(), recording);
    }

    @Override
    public void forget(OpenSocket socket) throws SocketFailure {
        OpenSocket recorded = ((Recording) socket).recorded();
        poll.forget(recorded);
        watched.remove(recorded);
    }

    @Override
    public List<Ready> await() throws SocketFailure {
        return recorder.wait("poll(" + sockets() + ", no limit)", () -> recordings(poll.await()), RecordingPoll::show);
    }

    @Override
    public List<Ready> await(Duration limit) throws SocketFailure {
        return recorder.wait(
                "poll(" + sockets() + ", " + limit.toMillis() + " ms)",
                () -> recordings(poll.await(limit)),
                RecordingPoll::show);
    }

    private String sockets() {
        long open = watched.values().stream().filter(OpenSocket::isOpen).count();
        return open == 1 ? "1 socket" : open + " sockets";
    }

    private List<Ready> recordings(List<Ready> ready) {
        return ready.stream()
                .map(one -> new Ready(watched.get(one.socket()), one.readiness()))
                .toList();
    }

    private static String show(List<Ready> ready) {
        return ready.isEmpty()
                ? "none is ready"
                : ready.stream().map(RecordingPoll::show).collect(Collectors.joining(", "));
    }

    private static String show(Ready ready) {
        String socket = ((Recording) ready.socket()).name().toString();
        return ready.readiness().equals(EnumSet.of(Readiness.RECV))
                ? socket + " is ready"
                : socket + " is ready to "
                        + ready.readiness().stream()
                                .sorted()
                                .map(one -> one.name().toLowerCase(java.util.Locale.ROOT))
                                .collect(Collectors.joining(" and "));
    }

    @Override
    public void close() throws SocketFailure {
        poll.close();
    }
}
