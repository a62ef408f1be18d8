package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import java.util.Optional;

/**
 * A library in which one side calls the other over TCP. Its threads wait for the network and hand what comes to the measured
 * thread, which waits in a queue of java.util.concurrent.
 */
abstract class CallsOverTcp implements Carrier {

    private final String name;
    private final String library;
    private final String whyNoConnections;

    /**
     * @param name the row's name
     * @param library what a sentence calls the library
     * @param whyNoConnections why connecting cannot be measured
     */
    CallsOverTcp(String name, String library, String whyNoConnections) {
        this.name = name;
        this.library = library;
        this.whyNoConnections = whyNoConnections;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Optional<String> over() {
        return Optional.of("raw:tcp");
    }

    @Override
    public final boolean startsThreads() {
        return true;
    }

    @Override
    public final Optional<String> refusal(Cell cell) {
        return cell.pattern() == Pattern.CONNECT ? Optional.of(whyNoConnections) : Calls.refusal(cell, library);
    }

    @Override
    public final boolean parksVirtualThreads() {
        return true;
    }
}
