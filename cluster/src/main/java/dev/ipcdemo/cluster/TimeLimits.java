package dev.ipcdemo.cluster;

import java.time.Duration;

/**
 * How long a run waits for what.
 *
 * @param lookAgain between two looks when nothing has been heard
 * @param relist before pods are listed, in case that the watch is dead and does not say so
 * @param renewal between two renewals of the run's Lease
 * @param lease after which a Lease that was not renewed belongs to a run that is no more
 * @param server for all servers to be ready
 * @param podStart for a Job's pod to run
 * @param firstEvent before events are asked why there is no pod: what was refused once may be admitted when its controller
 *     tries again
 * @param lostServer before a pair fails whose server is not ready any more
 * @param log for the report to stand in the log of a container that has ended
 * @param api for an API server that is not reached
 * @param removal for the pods to be gone
 * @param sameTime until no other Lease can be created with the same time as that of the run, or an earlier one: times are
 *     stored in seconds, and each API server has a clock of its own
 */
record TimeLimits(
        Duration lookAgain,
        Duration relist,
        Duration renewal,
        Duration lease,
        Duration server,
        Duration podStart,
        Duration firstEvent,
        Duration lostServer,
        Duration log,
        Duration api,
        Duration removal,
        Duration sameTime) {

    static final TimeLimits USUAL = new TimeLimits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(3),
            Duration.ofMinutes(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5));
}
