package dev.ipcdemo.families;

/**
 * What came of asking the kernel for a socket.
 *
 * @param isYes whether it made one
 * @param word {@code yes}, the error's name, or {@code not asked}
 * @param meaning what the word means, as a clause; empty for {@code yes}
 */
public record KernelAnswer(boolean isYes, String word, String meaning) {

    static final KernelAnswer YES = new KernelAnswer(true, "yes", "");

    static KernelAnswer notAsked(String why) {
        return new KernelAnswer(false, "not asked", why);
    }
}
