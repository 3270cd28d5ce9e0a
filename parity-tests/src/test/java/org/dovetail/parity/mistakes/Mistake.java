package org.dovetail.parity.mistakes;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What stands in Java for a program that the real libraries refuse. */
sealed interface Mistake {
    /**
     * The same program, refused with a message of four parts.
     *
     * @param program the program
     * @param type what it throws
     * @param who who refuses it: the beginning of the message
     * @param got what was given
     * @param expected what is expected, or why what was given will not do
     * @param remedy what to do or to write instead
     */
    record Refused(ThrowingCallable program, Class<? extends RuntimeException> type, String who, String got,
            String expected, String remedy) implements Mistake {}

    /**
     * The same program, which the compiler refuses.
     *
     * @param expression the program
     * @param corrected what to write instead, which it takes
     */
    record DoesNotCompile(String expression, String corrected) implements Mistake {}

    /**
     * No program, since Java has nothing to make the mistake with.
     *
     * @param reason why not
     */
    record NotInJava(String reason) implements Mistake {}
}
