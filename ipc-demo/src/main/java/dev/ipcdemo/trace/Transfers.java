package dev.ipcdemo.trace;

import dev.ipcdemo.demo.recording.CallText;
import dev.ipcdemo.demo.recording.Effect;
import dev.ipcdemo.trace.StraceText.Descriptor;
import dev.ipcdemo.trace.TraceEntry.SystemCall;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls that move bytes through sockets, and descriptors. */
final class Transfers {

    private static final Set<String> SENDING =
            Set.of("write", "writev", "send", "sendto", "sendmsg", "sendmmsg", "sendfile", "sendfile64");
    private static final Set<String> RECEIVING = Set.of("read", "readv", "recv", "recvfrom", "recvmsg", "recvmmsg");
    private static final Pattern VECTOR_LENGTH = Pattern.compile("iov_len=(\\d{1,18})");
    private static final Pattern MESSAGE_LENGTH = Pattern.compile("msg_len=(\\d{1,18})");
    private static final Pattern SHOWN_FLAG =
            Pattern.compile("MSG_(?:CONFIRM|EOR|ERRQUEUE|FASTOPEN|MORE|OOB|PEEK|TRUNC|WAITALL)");
    private static final Pattern RESULT_FLAGS = Pattern.compile("msg_flags=([A-Z_|]+)");
    private static final String PASSED = "cmsg_type=SCM_RIGHTS, cmsg_data=[";

    private final SocketTable sockets;
    private final Teller teller;

    Transfers(SocketTable sockets, Teller teller) {
        this.sockets = sockets;
        this.teller = teller;
    }

    void take(TracedProcess process, SystemCall call, TracedSocket socket) {
        if (SENDING.contains(call.name())) {
            send(process, call, socket);
        } else if (RECEIVING.contains(call.name())) {
            receive(process, call, socket);
        }
    }

    /** splice(from, offset, to, offset, length, flags); a socket is on either side of it. */
    void splice(TracedProcess process, SystemCall call) {
        String text = "splice(" + call.argument(4) + ")";
        int moved = (int) Math.min(Integer.MAX_VALUE, Math.max(0, call.number()));
        sockets.of(process, call.argument(0), call.endNs())
                .ifPresent(from -> teller.tellTransfer(
                        process, from, call, text, result(call), moved(Effect.Kind.RECV, from, "", moved)));
        sockets.of(process, call.argument(2), call.endNs())
                .ifPresent(to -> teller.tellTransfer(
                        process, to, call, text, result(call), moved(Effect.Kind.SEND, to, "", moved)));
    }

    private static String result(SystemCall call) {
        return call.number() < 0 ? "" : Long.toString(call.number());
    }

    private void send(TracedProcess process, SystemCall call, TracedSocket socket) {
        String message = call.argument(1);
        String address = addressOf(call);
        String to = address.isEmpty() ? "" : ", " + address + sockets.boundTo(socket, address);
        boolean isMany = call.name().equals("sendmmsg");
        String what = switch (call.name()) {
            case "sendfile", "sendfile64" -> call.argument(3) + " bytes of a file";
            case "sendmmsg" -> call.argument(2) + " messages";
            default -> CallText.bytes(data(message), length(call));
        };
        long bytes = isMany ? sum(MESSAGE_LENGTH, message) : call.number();
        Effect effect = call.number() < 0
                ? TraceEvents.nothing()
                : moved(Effect.Kind.SEND, socket, TraceEvents.endpoint(socket, address), bytes);
        String result =
                isMany && call.number() >= 0 ? call.number() + " messages, " + TracedSocket.bytes(bytes) : result(call);
        String text = verb(call, "sendto", "send") + "(" + what + to + passed(message) + flags(call) + ")";
        teller.tellTransfer(process, socket, call, text, result, effect);
    }

    private void receive(TracedProcess process, SystemCall call, TracedSocket socket) {
        String message = call.argument(1);
        boolean isMany = call.name().equals("recvmmsg");
        String text = verb(call, "recvfrom", "recv") + "(" + (isMany ? call.argument(2) + " messages" : length(call))
                + flags(call) + ")";
        if (call.number() < 0) {
            teller.tellWait(process, socket, call, text, "", TraceEvents.nothing());
            return;
        }
        String address = addressOf(call);
        boolean isEnd = call.number() == 0 && length(call) > 0 && !socket.isPacketSocket();
        long bytes = isMany ? sum(MESSAGE_LENGTH, message) : call.number();
        String result;
        if (isEnd) {
            result = "end of stream";
        } else if (isMany) {
            result = call.number() + " messages, " + TracedSocket.bytes(bytes);
        } else {
            result = call.number() + " " + CallText.bytes(data(message), call.number())
                    + (address.isEmpty() ? "" : " from " + address + sockets.boundTo(socket, address));
        }
        for (Descriptor passed : passedDescriptors(message)) {
            sockets.passed(process, passed, call.endNs());
        }
        String told = result + passed(message) + lost(message);
        if (leavesItThere(call)) {
            teller.tellWait(process, socket, call, text, told, TraceEvents.nothing());
        } else {
            teller.tellTransfer(
                    process,
                    socket,
                    call,
                    text,
                    told,
                    moved(Effect.Kind.RECV, socket, TraceEvents.endpoint(socket, address), isEnd ? -1 : bytes));
        }
    }

    /** A call that looks at what will be received later, or at what became of something that was sent. */
    private static boolean leavesItThere(SystemCall call) {
        return flagsArgument(call).contains("MSG_PEEK") || flagsArgument(call).contains("MSG_ERRQUEUE");
    }

    private static String flagsArgument(SystemCall call) {
        return switch (call.name()) {
            case "sendto", "send", "recvfrom", "recv", "sendmmsg", "recvmmsg" -> call.argument(3);
            case "sendmsg", "recvmsg" -> call.argument(2);
            default -> "";
        };
    }

    /** The flags that change what a call does, and not just whether it waits or raises a signal. */
    private static String flags(SystemCall call) {
        return SHOWN_FLAG
                .matcher(flagsArgument(call))
                .results()
                .map(flag -> ", " + flag.group())
                .collect(Collectors.joining());
    }

    /** What there was no room for, of which recvmsg and recvmmsg tell. */
    private static String lost(String message) {
        Set<String> flags = RESULT_FLAGS
                .matcher(message)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split("\\|")))
                .collect(Collectors.toSet());
        return (flags.contains("MSG_TRUNC") ? ", cut off (MSG_TRUNC)" : "")
                + (flags.contains("MSG_CTRUNC") ? ", without all descriptors or other control data (MSG_CTRUNC)" : "");
    }

    private static Effect moved(Effect.Kind kind, TracedSocket socket, String peer, long bytes) {
        int shown = (int) Math.min(bytes, Integer.MAX_VALUE);
        return new Effect(kind, socket.name(), "", peer, shown, socket.keepsMessages());
    }

    /** send and recv are system calls of some machines only; on the others they are sendto and recvfrom without an address. */
    private static String verb(SystemCall call, String withAddress, String without) {
        return call.name().equals(withAddress) && call.argument(4).equals("NULL") ? without : call.name();
    }

    private static String addressOf(SystemCall call) {
        return switch (call.name()) {
            case "sendto", "recvfrom" -> StraceText.address(call.argument(4));
            case "sendmsg", "recvmsg" -> StraceText.address(beforeVector(call.argument(1)));
            default -> "";
        };
    }

    private static String beforeVector(String message) {
        int vector = message.indexOf("msg_iov=");
        return vector < 0 ? message : message.substring(0, vector);
    }

    private static byte[] data(String argument) {
        return argument.startsWith("\"") ? StraceText.data(argument) : StraceText.buffers(argument);
    }

    /** How many bytes a call was to move. */
    private static long length(SystemCall call) {
        return switch (call.name()) {
            case "writev", "readv", "sendmsg", "recvmsg" -> sum(VECTOR_LENGTH, call.argument(1));
            default -> call.argument(2).matches("\\d{1,18}") ? Long.parseLong(call.argument(2)) : 0;
        };
    }

    private static long sum(Pattern length, String text) {
        Matcher found = length.matcher(text);
        long sum = 0;
        while (found.find()) {
            sum += Long.parseLong(found.group(1));
        }
        return sum;
    }

    private static List<Descriptor> passedDescriptors(String message) {
        int from = message.indexOf(PASSED);
        return from < 0
                ? List.of()
                : StraceText.descriptors(message.substring(from + PASSED.length(), endOfList(message, from)));
    }

    private static int endOfList(String message, int from) {
        int end = message.indexOf("]}", from);
        return end < 0 ? message.length() : end;
    }

    private static String passed(String message) {
        List<Descriptor> passed = passedDescriptors(message);
        return passed.isEmpty()
                ? ""
                : " with " + (passed.size() == 1 ? "descriptor " : "descriptors ")
                        + passed.stream()
                                .map(one -> Integer.toString(one.number()))
                                .collect(Collectors.joining(", "));
    }
}
