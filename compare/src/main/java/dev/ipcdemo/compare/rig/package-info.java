/**
 * The rig of the comparison: measures one exchange over one kind of channel, and checks every message of it.
 *
 * <p>A {@link dev.ipcdemo.compare.plan.Cell} says what is measured: an <em>exchange</em> (the pattern, such as round-trip) over a
 * <em>carrier</em> (the row, such as tcp, or the bare channel beneath it), with sizes, wait and placement. A
 * {@link dev.ipcdemo.compare.plan.Schedule} lays cells out in rounds; a {@link dev.ipcdemo.compare.rig.RoundRunner} runs them, each round
 * in fresh JVMs, and hands every {@link dev.ipcdemo.compare.result.Sample} to who asked, without judging it. What the
 * samples mean is said in {@code dev.ipcdemo.compare.statistics}.
 *
 * <p>Each scope has a {@link dev.ipcdemo.compare.rig.Testbed}: this host, two containers, or servers of {@code serve --service
 * measure} that somebody started. With these a {@link dev.ipcdemo.compare.wire.PeerChannel} speaks, and a {@link
 * dev.ipcdemo.compare.wire.Handshake} and its {@link dev.ipcdemo.compare.wire.MeasureSession}s answer; docs/measuring.md has the protocol.
 *
 * <p>Units: times are nanoseconds of {@link java.lang.System#nanoTime}, sizes are bytes. A round trip is from before the
 * send to after the receive on the client, and is never halved. The clock is read on one side only.
 *
 * <p>The loops that are timed allocate nothing and take no lock. Content is written before the clock is read and checked
 * after it was read again, so that checking costs none of what is measured.
 */
package dev.ipcdemo.compare.rig;
