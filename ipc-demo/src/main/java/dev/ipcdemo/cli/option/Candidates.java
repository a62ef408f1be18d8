package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The words that an option or argument takes, for a shell to complete. */
public final class Candidates {

    private static final String ALL = "all";

    private Candidates() {}

    private static Iterator<String> andAll(List<String> words) {
        return Stream.concat(words.stream(), Stream.of(ALL)).iterator();
    }

    /** Of {@code --transport} of a comparison in a cluster. */
    public static final class Schemes implements Iterable<String> {
        /** Made by picocli. */
        public Schemes() {}

        @Override
        public Iterator<String> iterator() {
            return Transports.all().stream().map(Transport::scheme).iterator();
        }
    }

    /** Of {@code --transport} of a demo. */
    public static final class SchemesOrAll implements Iterable<String> {
        /** Made by picocli. */
        public SchemesOrAll() {}

        @Override
        public Iterator<String> iterator() {
            return andAll(Transports.all().stream().map(Transport::scheme).toList());
        }
    }

    /** Of {@code --transport} of a comparison. */
    public static final class Rows implements Iterable<String> {
        /** Made by picocli. */
        public Rows() {}

        @Override
        public Iterator<String> iterator() {
            return andAll(Stream.concat(Plan.rowNames().stream(), Plan.namesOfFrameworks().stream())
                    .distinct()
                    .toList());
        }
    }

    /** Of {@code --with}. */
    public static final class Modules implements Iterable<String> {
        /** Made by picocli. */
        public Modules() {}

        @Override
        public Iterator<String> iterator() {
            return List.of(Plan.FRAMEWORKS).iterator();
        }
    }

    /** Of {@code --pattern}. */
    public static final class Patterns implements Iterable<String> {
        /** Made by picocli. */
        public Patterns() {}

        @Override
        public Iterator<String> iterator() {
            return andAll(Cell.PATTERN.values().stream().map(Object::toString).toList());
        }
    }

    /** Of {@code --scope}. */
    public static final class Scopes implements Iterable<String> {
        /** Made by picocli. */
        public Scopes() {}

        @Override
        public Iterator<String> iterator() {
            return Cell.SCOPE.values().stream().map(Object::toString).iterator();
        }
    }

    /** Of {@code --cpus}. */
    public static final class Placements implements Iterable<String> {
        /** Made by picocli. */
        public Placements() {}

        @Override
        public Iterator<String> iterator() {
            return Cell.CPUS.values().stream().map(Object::toString).iterator();
        }
    }

    /** Of the demo's name. */
    public static final class Demos implements Iterable<String> {
        /** Made by picocli. */
        public Demos() {}

        @Override
        public Iterator<String> iterator() {
            return andAll(
                    dev.ipcdemo.demo.runner.Demos.all().stream().map(Demo::name).toList());
        }
    }
}
