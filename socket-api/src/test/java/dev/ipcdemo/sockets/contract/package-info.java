/**
 * What every transport promises, as tests that each of them runs.
 *
 * <p>A transport's test class implements {@link dev.ipcdemo.sockets.contract.StreamContract} or
 * {@link dev.ipcdemo.sockets.contract.PacketContract}, says which transport it is and where it can be bound, and adds
 * the promises of its kind of names: {@link dev.ipcdemo.sockets.contract.InetContract},
 * {@link dev.ipcdemo.sockets.contract.SocketFileContract} or
 * {@link dev.ipcdemo.sockets.contract.AbstractNameContract}. With these it promises too that it notes its system calls
 * ({@link dev.ipcdemo.sockets.contract.KernelContract}). Each test gets a {@link dev.ipcdemo.sockets.contract.Sandbox},
 * which closes what the test opened and then looks for what is still open.
 */
package dev.ipcdemo.sockets.contract;
