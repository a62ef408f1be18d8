/**
 * The rig: measures the cells of a {@link dev.ipcdemo.compare.plan.Schedule}, and checks every message.
 *
 * <p>In comes a schedule; out come {@link dev.ipcdemo.compare.result.Sample}s, which are not judged here. A {@link
 * dev.ipcdemo.compare.rig.RoundRunner} runs the schedule in rounds. Each round has fresh pairs of JVMs, which a {@link
 * dev.ipcdemo.compare.rig.Testbed} starts: on this host, in two containers, or only the clients, for servers of {@code serve
 * --service measure} that somebody started. A {@link dev.ipcdemo.compare.rig.MeasuringTask} runs in each of the JVMs, and does
 * what the {@link dev.ipcdemo.compare.wire.Request}s of the rig ask.
 *
 * <p>Times are nanoseconds of {@link java.lang.System#nanoTime}, sizes are bytes. A round trip is timed on the client, from
 * before the send to after the receive, and is never halved. Knows nothing of statistics and reports.
 */
package dev.ipcdemo.compare.rig;
