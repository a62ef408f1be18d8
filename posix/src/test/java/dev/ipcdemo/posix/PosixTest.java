package dev.ipcdemo.posix;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.MSG_DONTWAIT;
import static dev.ipcdemo.posix.Constants.MSG_PEEK;
import static dev.ipcdemo.posix.Constants.MSG_TRUNC;
import static dev.ipcdemo.posix.Constants.SHUT_WR;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_TYPE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls, one by one, on sockets of one process. */
class PosixTest {

    private final Deque<Integer> opened = new ArrayDeque<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void theSystemIsKnown() {
        assumeTrue(Platform.CURRENT != Platform.OTHER, "the numbers of this system are not known");
    }

    @AfterEach
    void closeAll() throws IOException {
        while (!opened.isEmpty()) {
            Posix.close(opened.pop());
        }
    }

    private int later(int descriptor) {
        opened.push(descriptor);
        return descriptor;
    }

    private int[] pair(int type) throws IOException {
        int[] two = Posix.socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0);
        later(two[0]);
        later(two[1]);
        return two;
    }

    private static ByteBuffer text(String text) {
        return US_ASCII.encode(text);
    }

    private static String textOf(ByteBuffer received) {
        return US_ASCII.decode(received.flip()).toString();
    }

    @Test
    void aServerAndAClientExchangeALine() throws IOException {
        int server = later(Posix.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        Posix.bind(server, SocketAddressBuffer.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Posix.listen(server, 1);
        InetSocketAddress address = Posix.getsockname(server).inet();
        int client = later(Posix.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        Posix.connect(client, SocketAddressBuffer.of(address));
        SocketAddressBuffer peer = new SocketAddressBuffer();
        int accepted = later(Posix.accept(server, peer));

        assertThat(peer.inet()).isEqualTo(Posix.getsockname(client).inet());
        assertThat(Posix.getpeername(client).inet()).isEqualTo(address);
        assertThat(Posix.send(client, text("hello"), 0)).isEqualTo(5);
        Posix.shutdown(client, SHUT_WR);
        ByteBuffer received = ByteBuffer.allocateDirect(10);
        assertThat(Posix.recv(accepted, received, 0)).isEqualTo(5);
        assertThat(textOf(received)).isEqualTo("hello");
        assertThat(Posix.recv(accepted, received.clear(), 0))
                .as("end of stream")
                .isZero();
    }

    @Test
    void connectingToNobodyEndsAnAssociation() throws IOException {
        int one = later(Posix.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        int other = later(Posix.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        Posix.bind(other, SocketAddressBuffer.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Posix.connect(one, Posix.getsockname(other));
        assertThat(Posix.getpeername(one).inet())
                .isEqualTo(Posix.getsockname(other).inet());

        Posix.connect(one, SocketAddressBuffer.unspecified());

        assertThatThrownBy(() -> Posix.getpeername(one)).hasMessageStartingWith("getpeername: ENOTCONN");
    }

    @Test
    void datagramsCarryTheSendersName() throws IOException {
        int one = later(Posix.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        int other = later(Posix.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        String path = directory.resolve("one").toString();
        Posix.bind(one, SocketAddressBuffer.ofPath(path));
        SocketAddressBuffer target =
                SocketAddressBuffer.ofPath(directory.resolve("other").toString());
        Posix.bind(other, target);

        Posix.sendto(one, text("hello"), 0, target);

        SocketAddressBuffer sender = new SocketAddressBuffer();
        ByteBuffer received = ByteBuffer.allocate(10);
        assertThat(Posix.recvfrom(other, received, 0, sender)).isEqualTo(5);
        assertThat(textOf(received)).isEqualTo("hello");
        assertThat(new String(sender.unixName(), US_ASCII)).isEqualTo(path);
        assertThat(sender.family()).isEqualTo(AF_UNIX);
    }

    @Test
    void aFailureHasItsNameAndText() {
        PosixException failure = catchThrowableOfType(PosixException.class, () -> Posix.close(-1));

        assertThat(failure).hasMessage("close: EBADF (Bad file descriptor)");
        assertThat(failure.name()).isEqualTo("EBADF");
        assertThat(failure.errno()).isEqualTo(ErrorNumbers.EBADF);
        assertThat(failure.call()).isEqualTo("close");
        assertThat(new PosixException("dance", 4711).name()).isEqualTo("errno 4711");
    }

    @Test
    void whatWouldWaitIsAnError() throws IOException {
        int[] two = pair(SOCK_STREAM);

        assertThat(Kernel.recv(two[0], ByteBuffer.allocateDirect(1), MSG_DONTWAIT))
                .isEqualTo(-ErrorNumbers.EAGAIN);
        assertThatThrownBy(() -> Posix.recv(two[0], ByteBuffer.allocateDirect(1), MSG_DONTWAIT))
                .hasMessageStartingWith("recv: EAGAIN");
    }

    @Test
    void memoryIsUsedAsItIs() throws IOException {
        int[] two = pair(SOCK_DGRAM);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sent = arena.allocateFrom("hello", US_ASCII).asSlice(0, 5);
            MemorySegment received = arena.allocate(10);
            assertThat(Posix.send(two[0], sent, 0)).isEqualTo(5);
            assertThat(Posix.recv(two[1], received, MSG_PEEK)).isEqualTo(5);
            assertThat(Posix.recv(two[1], received, 0)).isEqualTo(5);
            assertThat(received.getString(0, US_ASCII)).isEqualTo("hello");
        }
    }

    @Test
    void memoryOfTheHeapIsRefused() throws IOException {
        int socket = pair(SOCK_DGRAM)[0];
        MemorySegment heap = MemorySegment.ofArray(new long[4]);

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> Posix.send(socket, heap, 0),
                () -> Posix.recv(socket, heap, MSG_DONTWAIT),
                () -> Posix.getsockopt(socket, SOL_SOCKET, SO_TYPE, heap),
                () -> Posix.setsockopt(socket, SOL_SOCKET, Constants.SO_RCVTIMEO, heap),
                () -> Posix.poll(heap, 1, 0),
                () -> Kernel.socketpair(AF_UNIX, SOCK_STREAM, 0, heap))) {
            assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void memoryThatWasFreedIsNotUsed() throws IOException {
        int[] two = pair(SOCK_DGRAM);
        Arena arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(8);
        ByteBuffer buffer = segment.asByteBuffer();
        Posix.send(two[0], buffer, 0);
        arena.close();

        assertThatThrownBy(() -> Posix.send(two[0], buffer.clear(), 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Posix.send(two[0], segment, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void buffersOfAllKindsAreUsedFromPositionToLimit() throws IOException {
        int[] two = pair(SOCK_DGRAM);
        ByteBuffer heap = ByteBuffer.allocate(20);
        ByteBuffer direct = ByteBuffer.allocateDirect(20);
        ByteBuffer slice = ByteBuffer.allocateDirect(25).position(5).slice();
        for (ByteBuffer buffer : new ByteBuffer[] {heap, direct, slice}) {
            buffer.put(text("....hello....")).position(4).limit(9);
            assertThat(Posix.send(two[0], buffer.asReadOnlyBuffer(), 0)).isEqualTo(5);
            assertThat(Posix.send(two[0], buffer, 0)).isEqualTo(5);
            assertThat(buffer.position()).isEqualTo(9);
            for (int i = 0; i < 2; i++) {
                buffer.clear().put(text(">> ")).limit(10);
                assertThat(Posix.recv(two[1], buffer, 0)).isEqualTo(5);
                assertThat(textOf(buffer)).isEqualTo(">> hello");
            }
        }
        assertThatThrownBy(() -> Posix.recv(two[1], direct.clear().asReadOnlyBuffer(), 0))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void aMessageThatDoesNotFitHasItsRealSize() throws IOException {
        assumeTrue(Platform.CURRENT == Platform.LINUX, "Linux only");
        int[] two = pair(SOCK_DGRAM);
        for (ByteBuffer small : new ByteBuffer[] {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(3)}) {
            Posix.send(two[0], text("hello"), 0);
            assertThat(Posix.recv(two[1], small, MSG_TRUNC)).isEqualTo(5);
            assertThat(textOf(small)).isEqualTo("hel");
        }
    }

    @Test
    void aSocketFileHasItsModeFromTheFirstMoment() throws IOException {
        assumeTrue(Platform.CURRENT == Platform.LINUX, "Linux only");
        int socket = later(Posix.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        Path path = directory.resolve("s");
        Posix.fchmod(socket, 0600);

        Posix.bind(socket, SocketAddressBuffer.ofPath(path.toString()));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void bindingNoNamePicksAnAbstractOne() throws IOException {
        assumeTrue(Platform.CURRENT == Platform.LINUX, "Linux only");
        int socket = later(Posix.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        assertThat(Posix.getsockname(socket).unixName()).isEmpty();

        Posix.bind(socket, SocketAddressBuffer.ofUnixName(new byte[0]));

        assertThat(Posix.getsockname(socket).unixName()).hasSize(6).startsWith(0);
    }

    @Test
    void addressesAreWhatTheyWereMadeOf() throws IOException {
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8::1%1", 65_535);
        assertThat(SocketAddressBuffer.of(ipv6).inet()).isEqualTo(ipv6);
        InetSocketAddress ipv4 = new InetSocketAddress("192.0.2.1", 80);
        assertThat(SocketAddressBuffer.of(ipv4, Constants.AF_INET6).inet()).isEqualTo(ipv4);
        assertThat(SocketAddressBuffer.of(ipv4).inet()).isEqualTo(ipv4);
        assertThatThrownBy(() -> SocketAddressBuffer.of(ipv6, AF_INET)).isInstanceOf(IllegalArgumentException.class);
        SocketAddressBuffer machine = SocketAddressBuffer.ofVsock(3, -2);
        assertThat(machine.vsockCid()).isEqualTo(3);
        assertThat(machine.vsockPort()).isEqualTo(-2);
        assertThatThrownBy(machine::inet).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SocketAddressBuffer.ofPath("s".repeat(108)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void optionsAreNumbersOrStructures() throws IOException {
        int[] two = pair(SOCK_STREAM);
        assertThat(Posix.getsockopt(two[0], SOL_SOCKET, SO_TYPE)).isEqualTo(SOCK_STREAM);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(Layouts.TIMEVAL);
            time.set(JAVA_LONG, 0, 7);
            Posix.setsockopt(two[0], SOL_SOCKET, Constants.SO_RCVTIMEO, time);
            time.fill((byte) 0);
            assertThat(Posix.getsockopt(two[0], SOL_SOCKET, Constants.SO_RCVTIMEO, time))
                    .isEqualTo(16);
            assertThat(time.get(JAVA_LONG, 0)).isEqualTo(7);
        }
        assertThatThrownBy(() -> Posix.setsockopt(two[0], SOL_SOCKET, Constants.NONE, 1))
                .hasMessageStartingWith("setsockopt: ENOPROTOOPT");
    }

    @Test
    void aMessageTellsThatItWasCutOff() throws IOException {
        int[] two = pair(SOCK_DGRAM);
        MessageBuffer message = new MessageBuffer(3, 0);
        Posix.send(two[0], text("hello"), 0);
        Posix.send(two[0], text("hi"), 0);

        assertThat(Posix.recvmsg(two[1], message, 0)).isEqualTo(3);
        assertThat(message.flags() & MSG_TRUNC).isNotZero();
        assertThat(US_ASCII.decode(message.data()).toString()).isEqualTo("hel");
        message.clear();
        assertThat(Posix.recvmsg(two[1], message, 0)).isEqualTo(2);
        assertThat(message.flags() & MSG_TRUNC).isZero();
        assertThat(message.controls()).isEmpty();
    }

    @Test
    void aDescriptorIsPassedAlong() throws IOException {
        int[] two = pair(SOCK_STREAM);
        int[] passed = pair(SOCK_STREAM);
        try (Arena arena = Arena.ofConfined()) {
            MessageBuffer message = new MessageBuffer(8, 64);
            message.write(text("take"));
            message.addControl(SOL_SOCKET, Constants.SCM_RIGHTS, arena.allocateFrom(JAVA_INT, passed[0]));
            assertThat(Posix.sendmsg(two[0], message, 0)).isEqualTo(4);
        }

        MessageBuffer received = new MessageBuffer(8, 64);
        assertThat(Posix.recvmsg(two[1], received, Constants.MSG_CMSG_CLOEXEC)).isEqualTo(4);
        assertThat(received.controls()).hasSize(1);
        MessageBuffer.Control control = received.controls().get(0);
        assertThat(control.type()).isEqualTo(Constants.SCM_RIGHTS);
        int descriptor = later(control.content().get(JAVA_INT, 0));
        Posix.send(descriptor, text("through it"), 0);
        ByteBuffer through = ByteBuffer.allocate(20);
        Posix.recv(passed[1], through, 0);
        assertThat(textOf(through)).isEqualTo("through it");
    }

    @Test
    void aMessageHasAReceiverAndASender() throws IOException {
        int one = later(Posix.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        int other = later(Posix.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        SocketAddressBuffer sender =
                SocketAddressBuffer.ofPath(directory.resolve("one").toString());
        SocketAddressBuffer receiver =
                SocketAddressBuffer.ofPath(directory.resolve("other").toString());
        Posix.bind(one, sender);
        Posix.bind(other, receiver);
        MessageBuffer message = new MessageBuffer(8, 0);
        message.write(text("hello"));
        message.to(receiver);
        Posix.sendmsg(one, message, 0);

        MessageBuffer received = new MessageBuffer(8, 0);
        Posix.recvmsg(other, received, 0);

        assertThat(received.address().unixName()).isEqualTo(sender.unixName());
    }

    /** The structures have the address of its memory, which would be freed. */
    @Test
    void aMessageAndABatchKeepTheirReceiver() {
        MessageBuffer message = new MessageBuffer(8, 0);
        message.write(text("hello"));
        WeakReference<SocketAddressBuffer> receiver = receiverOf(message::to);
        MessageBatch batch = new MessageBatch(2, 8);
        WeakReference<SocketAddressBuffer> receiverOfAll = receiverOf(batch::to);

        System.gc();

        assertThat(receiver.get()).isNotNull();
        assertThat(receiverOfAll.get()).isNotNull();
        Reference.reachabilityFence(message);
        Reference.reachabilityFence(batch);
    }

    private static WeakReference<SocketAddressBuffer> receiverOf(Consumer<SocketAddressBuffer> message) {
        SocketAddressBuffer receiver = SocketAddressBuffer.ofPath("/run/receiver");
        message.accept(receiver);
        return new WeakReference<>(receiver);
    }

    @Test
    void aBatchIsSentAndReceivedAtOnce() throws IOException {
        assumeTrue(Platform.CURRENT == Platform.LINUX, "Linux only");
        int[] two = pair(SOCK_DGRAM);
        MessageBatch batch = new MessageBatch(4, 16);
        for (int i = 0; i < 4; i++) {
            batch.data(i).clear().put(text("message " + i));
            batch.size(i, 9);
        }
        assertThat(Posix.sendmmsg(two[0], batch, 4, 0)).isEqualTo(4);

        MessageBatch received = new MessageBatch(8, 16);
        assertThat(Posix.recvmmsg(two[1], received, 8, Constants.MSG_WAITFORONE))
                .isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(US_ASCII.decode(received.data(i)).toString()).isEqualTo("message " + i);
        }
        assertThat(received.messages()).isEqualTo(8);
    }

    @Test
    void aBatchRefusesWhatItDoesNotHave() throws IOException {
        assumeTrue(Platform.CURRENT == Platform.LINUX, "Linux only");
        int[] two = pair(SOCK_DGRAM);
        MessageBatch batch = new MessageBatch(4, 16);

        assertThatThrownBy(() -> Posix.sendmmsg(two[0], batch, 5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Posix.recvmmsg(two[0], batch, 5, MSG_DONTWAIT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> batch.size(0, 17)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> batch.join(0, 3, 2, 16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new MessageBatch(0, 16)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The kernel would write or read behind it. */
    @Test
    void memoryThatIsTooSmallIsRefused() {
        MessageBuffer message = new MessageBuffer(8, 20);
        message.write(text("take"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_INT);
            MemorySegment one = arena.allocate(Layouts.POLLFD);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> Posix.poll(one, 2, 0),
                    () -> Posix.poll(one, -1, 0),
                    () -> Kernel.socketpair(AF_UNIX, SOCK_STREAM, 0, number),
                    () -> message.addControl(SOL_SOCKET, Constants.SCM_RIGHTS, number))) {
                assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void memoryThatIsReadOnlyIsOnlyRead() throws IOException {
        int[] two = pair(SOCK_DGRAM);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Layouts.TIMEVAL);
            MemorySegment readOnly = memory.asReadOnly();
            Posix.setsockopt(two[0], SOL_SOCKET, Constants.SO_RCVTIMEO, readOnly);
            assertThat(Posix.send(two[0], readOnly, 0)).isEqualTo(memory.byteSize());
            memory.fill((byte) 1);

            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> Posix.recv(two[1], readOnly, MSG_DONTWAIT),
                    () -> Posix.getsockopt(two[0], SOL_SOCKET, Constants.SO_RCVTIMEO, readOnly),
                    () -> Posix.poll(readOnly, 1, 0),
                    () -> Kernel.socketpair(AF_UNIX, SOCK_STREAM, 0, readOnly))) {
                assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(memory.get(JAVA_LONG, 0)).isEqualTo(0x0101010101010101L);
        }
    }

    @Test
    void aBatchTellsTheRealSizeOfAMessage() throws IOException {
        assumeTrue(Platform.CURRENT == Platform.LINUX, "Linux only");
        int[] two = pair(SOCK_DGRAM);
        Posix.send(two[0], text("longer"), 0);

        MessageBatch batch = new MessageBatch(2, 4);
        assertThat(Posix.recvmmsg(two[1], batch, 2, Constants.MSG_WAITFORONE | MSG_TRUNC))
                .isEqualTo(1);
        assertThat(batch.length(0)).isEqualTo(6);
        assertThat(US_ASCII.decode(batch.data(0)).toString()).isEqualTo("long");
    }

    /** Segmented for a receiver that takes one datagram, and left as it is for one that takes several. */
    @Test
    void udpSegmentsWhatWasJoined() throws IOException {
        int one = later(Posix.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        int other = later(Posix.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        Posix.bind(other, SocketAddressBuffer.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Posix.connect(one, Posix.getsockname(other));
        try (Arena arena = Arena.ofConfined()) {
            assumeTrue(
                    Kernel.getsockopt(one, Constants.IPPROTO_UDP, Constants.UDP_SEGMENT, arena.allocate(JAVA_INT)) >= 0,
                    "the kernel has no UDP_SEGMENT");
        }
        MessageBatch batch = new MessageBatch(3, 16);
        batch.data(0).put(text("message 1"));
        batch.data(1).put(text("message 2"));
        batch.data(2).put(text("last"));
        batch.size(0, 9);
        batch.size(1, 9);
        batch.size(2, 4);
        batch.join(0, 0, 3, 9);

        assertThat(Posix.sendmmsg(one, batch, 1, 0)).isEqualTo(1);
        ByteBuffer received = ByteBuffer.allocateDirect(100);
        assertThat(Posix.recv(other, received, 0)).isEqualTo(9);
        assertThat(Posix.recv(other, received, 0)).isEqualTo(9);
        assertThat(Posix.recv(other, received, 0)).isEqualTo(4);
        assertThat(textOf(received)).isEqualTo("message 1message 2last");

        Posix.setsockopt(other, Constants.IPPROTO_UDP, Constants.UDP_GRO, 1);
        assertThat(Posix.sendmmsg(one, batch, 1, 0)).isEqualTo(1);
        MessageBatch joined = new MessageBatch(2, 100);
        assertThat(Posix.recvmmsg(other, joined, 2, Constants.MSG_WAITFORONE)).isEqualTo(1);
        assertThat(joined.length(0)).isEqualTo(22);
        assertThat(joined.segmentBytes(0)).isEqualTo(9);
    }

    @Test
    void namesAreLookedUp() throws IOException {
        assertThat(Posix.gethostname()).isNotEmpty();
        var found = Posix.getaddrinfo("127.0.0.1", "7000", Constants.AI_NUMERICHOST, AF_INET, SOCK_STREAM);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).address().inet()).isEqualTo(new InetSocketAddress("127.0.0.1", 7_000));
        assertThat(found.get(0).type()).isEqualTo(SOCK_STREAM);
        var any = Posix.getaddrinfo("", "7000", Constants.AI_PASSIVE, AF_INET, SOCK_STREAM);
        assertThat(any.get(0).address().inet()).isEqualTo(new InetSocketAddress("0.0.0.0", 7_000));
        assertThatThrownBy(() -> Posix.getaddrinfo("not an address", "", Constants.AI_NUMERICHOST, AF_INET, 0))
                .isInstanceOfSatisfying(
                        AddressInfoException.class,
                        failure -> assertThat(failure.error()).isEqualTo(Constants.EAI_NONAME));
    }

    @Test
    void pollTellsWhichSocketIsReady() throws IOException {
        int[] two = pair(SOCK_STREAM);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment watched = arena.allocate(Layouts.POLLFD);
            watched.set(JAVA_INT, 0, two[0]);
            watched.set(JAVA_SHORT, Layouts.offset(Layouts.POLLFD, "events"), (short) Constants.POLLIN);
            assertThat(Posix.poll(watched, 1, 0)).isZero();
            Posix.send(two[1], text("x"), 0);
            assertThat(Posix.poll(watched, 1, -1)).isEqualTo(1);
            assertThat(watched.get(JAVA_SHORT, Layouts.offset(Layouts.POLLFD, "revents")))
                    .isEqualTo((short) Constants.POLLIN);
        }
    }
}
