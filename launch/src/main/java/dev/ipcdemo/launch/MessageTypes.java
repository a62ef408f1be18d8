package dev.ipcdemo.launch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The format of a closed set of records: a byte for the type, which is its place in the list, and then its fields.
 *
 * @param <M> the sealed interface of the set
 */
public final class MessageTypes<M extends Message> implements MessageFormat<M> {

    private final List<Type<? extends M>> types;

    /** Reads the fields of one type. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads the fields.
         *
         * @param in what {@link Message#write} wrote
         * @return the message
         * @throws IOException if these bytes are not one
         */
        T read(DataInput in) throws IOException;
    }

    private record Type<T>(Class<T> type, Reader<T> reader) {}

    private MessageTypes(List<Type<? extends M>> types) {
        this.types = types;
    }

    /**
     * A set without a type.
     *
     * @param <M> the sealed interface of the set
     * @return what {@link #with} adds the types to
     */
    public static <M extends Message> MessageTypes<M> none() {
        return new MessageTypes<>(List.of());
    }

    /**
     * The same with one more type.
     *
     * @param <T> the type
     * @param type its class
     * @param reader reads its fields
     * @return a longer set
     */
    public <T extends M> MessageTypes<M> with(Class<T> type, Reader<T> reader) {
        List<Type<? extends M>> more = new ArrayList<>(types);
        more.add(new Type<>(type, reader));
        return new MessageTypes<>(List.copyOf(more));
    }

    /**
     * All types of the set.
     *
     * @return their classes
     */
    public Set<Class<?>> types() {
        return types.stream().map(Type::type).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void write(M message, DataOutput out) throws IOException {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).type() == message.getClass()) {
                out.writeByte(i);
                message.write(out);
                return;
            }
        }
        throw new IllegalArgumentException(message.getClass() + " is not among " + types());
    }

    @Override
    public M read(DataInput in) throws IOException {
        int number = in.readUnsignedByte();
        if (number >= types.size()) {
            throw new IOException("there is no message of type " + number);
        }
        Type<? extends M> type = types.get(number);
        try {
            return type.reader().read(in);
        } catch (IllegalArgumentException e) {
            throw new IOException("a damaged " + type.type().getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
