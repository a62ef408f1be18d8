package dev.ipcdemo.compare.machine;

import java.util.List;
import java.util.stream.Stream;

/** The algorithms of TCP's congestion control that the kernel has. */
public final class CongestionControls {

    private CongestionControls() {}

    /**
     * Those that a socket can be given.
     *
     * @param files the kernel's
     * @return their names; none if the kernel does not tell
     */
    public static List<String> available(KernelFiles files) {
        return files.line("proc/sys/net/ipv4/tcp_available_congestion_control").stream()
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .toList();
    }
}
