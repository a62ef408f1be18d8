package dev.ipcdemo.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers for the sockets of one side, by what they are. The first of each is just that; the second is the #2. */
final class Numbers {

    private final Map<String, Integer> last = new ConcurrentHashMap<>();

    /**
     * What a socket is called.
     *
     * @param noun what it is, such as {@code connection}
     * @param number 1 for the first
     */
    record Name(String noun, int number) {

        /** Before what the socket does. */
        String prefix() {
            return number == 1 ? "" : "#" + number + " ";
        }

        @Override
        public String toString() {
            return number == 1 ? noun : noun + " #" + number;
        }
    }

    Name next(String noun) {
        return new Name(noun, last.merge(noun, 1, Integer::sum));
    }
}
