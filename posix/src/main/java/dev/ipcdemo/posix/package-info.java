/**
 * The socket calls of POSIX as Java methods, by the Foreign Function &amp; Memory API: one method for one call, named as
 * the man page names it, and no native library.
 *
 * <pre>{@code
 * int server = Posix.socket(AF_UNIX, SOCK_STREAM, 0);
 * Posix.bind(server, SocketAddressBuffer.ofPath("/tmp/a.sock"));
 * Posix.listen(server, 16);
 * int client = Posix.accept(server, new SocketAddressBuffer());
 * int received = Posix.recv(client, buffer, 0);
 * }</pre>
 *
 * <ul>
 *   <li>{@link dev.ipcdemo.posix.Posix} has the calls, and throws {@link dev.ipcdemo.posix.PosixException} when one
 *       fails. {@link dev.ipcdemo.posix.Kernel} has the same calls as the kernel answers them: a failure is minus the
 *       error number, so that a failure that is expected costs nothing.
 *   <li>{@link dev.ipcdemo.posix.Constants}, {@link dev.ipcdemo.posix.ErrorNumbers} and {@link
 *       dev.ipcdemo.posix.Layouts} have the numbers and structures of the system: Linux on x86-64 and aarch64, and
 *       macOS where they are known. A test compares them with the C compiler's.
 *   <li>Memory is a native {@code MemorySegment} or a {@code ByteBuffer}. A direct buffer is used as it is; a heap
 *       buffer is copied. With direct buffers, no call allocates on the heap.
 *   <li>Memory is checked when a call begins: its size, that it has not been freed, and that it is not read-only where
 *       the kernel writes. The call itself has the address only. So an arena that another thread could close, such as
 *       that of {@code Arena.ofShared()}, must stay open until the call has returned.
 * </ul>
 *
 * <p>A descriptor is an {@code int}, as in C: nobody closes it but you, and if one thread closes it while another uses
 * it, the number may meanwhile belong to another file. A call that blocks does so in the calling thread; in a virtual
 * thread, it pins the carrier.
 */
package dev.ipcdemo.posix;
