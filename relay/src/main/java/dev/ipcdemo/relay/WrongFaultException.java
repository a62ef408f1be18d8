package dev.ipcdemo.relay;

import java.util.function.Function;

/**
 * A fault that cannot be: its value makes no sense, or the endpoints do not know it. The message names faults as {@link
 * Faults#parse} reads them. A program in which they are chosen in another way can have its own names put in.
 */
public final class WrongFaultException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Function<Names, String> sentence;

    /** What faults are called. */
    public interface Names {

        /** As in {@link Faults#parse}. */
        Names OF_SETTINGS = new Names() {
            @Override
            public String of(Faults.Setting<?> setting) {
                return setting.toString();
            }

            @Override
            public String of(Ending ending) {
                return Faults.ENDING + "=" + ending;
            }
        };

        /**
         * A setting's name.
         *
         * @param setting the setting
         * @return such as {@code loss}
         */
        String of(Faults.Setting<?> setting);

        /**
         * The name of an ending.
         *
         * @param ending the ending
         * @return such as {@code ending=reset}
         */
        String of(Ending ending);
    }

    WrongFaultException(Function<Names, String> sentence) {
        super(sentence.apply(Names.OF_SETTINGS));
        this.sentence = sentence;
    }

    /**
     * The message with other names.
     *
     * @param names what faults are called there
     * @return the same sentence
     */
    public String messageWith(Names names) {
        return sentence.apply(names);
    }
}
