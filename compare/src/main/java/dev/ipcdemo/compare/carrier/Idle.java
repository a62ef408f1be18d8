package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cpus;

/** What a side that polls does between two looks. */
@FunctionalInterface
public interface Idle {

    /** Idles for a moment. */
    void idle();

    /**
     * How to idle so that it helps the other side: on a CPU of its own it can spin; on the same CPU it has to let the
     * other run, who else would get its turn when the scheduler takes the CPU away, milliseconds later.
     */
    static Idle on(Cpus cpus) {
        return cpus == Cpus.SPLIT ? Thread::onSpinWait : Thread::yield;
    }
}
