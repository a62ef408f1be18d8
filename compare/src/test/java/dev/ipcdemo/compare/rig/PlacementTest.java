package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.result.row.Place;
import dev.ipcdemo.sockets.threads.Threads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class PlacementTest {

    /** On a thread of its own, because a test's thread must stay free. */
    private static Place pin(Cpus cpus, boolean isServer, boolean virtual, Integer... cpuList) throws Exception {
        List<Integer> list = List.of(cpuList);
        CompletableFuture<Place> place = new CompletableFuture<>();
        Threads.start(virtual, "to be pinned", () -> place.complete(Placement.pin(cpus, list, isServer)));
        return place.get(120, TimeUnit.SECONDS);
    }

    private static Place client(Cpus cpus) throws Exception {
        return pin(cpus, false, false);
    }

    private static Place server(Cpus cpus) throws Exception {
        return pin(cpus, true, false);
    }

    @Test
    void bothSidesShareACpu() throws Exception {
        assumeFalse(server(Cpus.SAME).isFree(), "threads cannot be pinned here");
        assertThat(client(Cpus.SAME)).isEqualTo(server(Cpus.SAME)).asString().matches("cpu \\d+");
    }

    @Test
    void eachSideHasACpuOfItsOwn() throws Exception {
        assumeFalse(client(Cpus.SPLIT).isFree(), "there is one CPU, or threads cannot be pinned here");
        assertThat(client(Cpus.SPLIT))
                .isNotEqualTo(server(Cpus.SPLIT))
                .asString()
                .matches("cpu \\d+");
    }

    @Test
    void theServersCpuIsTheSameWhereverTheClientRuns() throws Exception {
        assertThat(server(Cpus.SPLIT)).isEqualTo(server(Cpus.SAME));
    }

    @Test
    void leavesAThreadFreeWhenAskedTo() throws Exception {
        assertThat(client(Cpus.FREE)).isEqualTo(Place.FREE);
        assertThat(server(Cpus.FREE)).isEqualTo(Place.FREE);
    }

    @Test
    void aListNamesTheCpusOfTheClientAndOfTheServer() throws Exception {
        assumeFalse(client(Cpus.SPLIT).isFree(), "there is one CPU, or threads cannot be pinned here");
        List<Integer> allowed = Topology.HERE.allowed();
        Integer[] list = {allowed.get(1), allowed.get(0)};
        assertThat(pin(Cpus.SPLIT, false, false, list)).isEqualTo(Place.pinnedTo(list[0]));
        assertThat(pin(Cpus.SPLIT, true, false, list)).isEqualTo(Place.pinnedTo(list[1]));
        assertThat(pin(Cpus.SAME, true, false, list)).isEqualTo(Place.pinnedTo(list[0]));
        assertThat(pin(Cpus.FREE, true, false, list[1])).isEqualTo(Place.free("on cpus " + list[1]));
        assertThat(pin(Cpus.SPLIT, true, false, list[1])).isEqualTo(Place.free("there is only one CPU"));
    }

    @Test
    void saysThatAVirtualThreadCannotBePinned() throws Exception {
        assumeTrue(Threads.runtimeHasVirtual(), "virtual threads need Java 21");
        assertThat(pin(Cpus.SAME, false, true)).isEqualTo(Place.free("a virtual thread cannot be pinned"));
        assertThat(pin(Cpus.FREE, false, true)).isEqualTo(Place.FREE);
    }
}
