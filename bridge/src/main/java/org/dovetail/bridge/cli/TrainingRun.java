package org.dovetail.bridge.cli;

import java.util.ArrayList;
import java.util.List;

/** Runs several commands in one process, so that the AOT cache, which one process makes, knows the classes of all of them. */
final class TrainingRun {
    private static final String NEXT = "then";

    private TrainingRun() {}

    /** Runs commands with {@code then} between them; ends with the status of the first that fails. */
    public static void main(String[] args) {
        List<String> command = new ArrayList<>();
        for (String word : args) {
            if (word.equals(NEXT)) {
                run(command);
                command.clear();
            } else {
                command.add(word);
            }
        }
        run(command);
    }

    private static void run(List<String> command) {
        int status = Dovetail.run(Console.system(), command.toArray(String[]::new));
        if (status != 0) {
            System.exit(status);
        }
    }
}
