package dev.ipcdemo.families;

/**
 * The kernel's answer to socket(2).
 *
 * @param isYes whether it created a socket
 * @param word {@code yes}, the error's name, or {@code not asked}
 * @param meaning what the word means, as a clause; empty for {@code yes}
 */
public record KernelAnswer(boolean isYes, String word, String meaning) {

    static final KernelAnswer YES = new KernelAnswer(true, "yes", "");

    static KernelAnswer notAsked(String why) {
        return new KernelAnswer(false, "not asked", why);
    }
}
