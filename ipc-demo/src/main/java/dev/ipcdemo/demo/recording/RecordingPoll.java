package dev.ipcdemo.demo.recording;

import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A poll whose waits are recorded; each shows how many sockets it watches, and which of them are ready. */
final class RecordingPoll implements Poll {

    private final Poll poll;
    private final Recorder recorder;

    /** By the socket underneath, which is what the poll underneath watches. */
    private final Map<OpenSocket, RecordingSocket<?>> watched = new LinkedHashMap<>();

    RecordingPoll(Poll poll, Recorder recorder) {
        this.poll = poll;
        this.recorder = recorder;
    }

    @Override
    public void watch(OpenSocket socket, Readiness first, Readiness... more) throws SocketFailure {
        RecordingSocket<?> recording = (RecordingSocket<?>) socket;
        poll.watch(recording.socket, first, more);
        watched.put(recording.socket, recording);
    }

    @Override
    public void forget(OpenSocket socket) throws SocketFailure {
        RecordingSocket<?> recording = (RecordingSocket<?>) socket;
        poll.forget(recording.socket);
        watched.remove(recording.socket);
    }

    @Override
    public List<Ready> await() throws SocketFailure {
        return recorder.call(
                true, "poll(" + sockets() + ", no limit)", () -> recordings(poll.await()), RecordingPoll::show);
    }

    @Override
    public List<Ready> await(Duration limit) throws SocketFailure {
        return recorder.call(
                true,
                "poll(" + sockets() + ", " + CallText.millis(limit) + ")",
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
                ? "no socket is ready"
                : ready.stream().map(RecordingPoll::show).collect(Collectors.joining(", "));
    }

    private static String show(Ready ready) {
        String socket = ((RecordingSocket<?>) ready.socket()).name.toString();
        return ready.readiness().equals(EnumSet.of(Readiness.RECV))
                ? socket + " is ready"
                : socket + " is ready to "
                        + ready.readiness().stream()
                                .sorted()
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" and "));
    }

    @Override
    public void close() throws SocketFailure {
        poll.close();
    }
}
