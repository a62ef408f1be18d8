package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cpus;

/** What a thread that polls does between two attempts. */
@FunctionalInterface
public interface Idle {

    /** Idles for a moment. */
    void idle();

    /**
     * Returns the way to idle that lets the other side proceed. On separate CPUs both can spin. On one CPU the thread must
     * yield; otherwise the other side would run only when the scheduler preempts this one, milliseconds later.
     *
     * @param cpus where the two sides run
     * @return how to idle
     */
    static Idle on(Cpus cpus) {
        return cpus == Cpus.SPLIT ? Thread::onSpinWait : Thread::yield;
    }
}
