package org.dovetail.bridge.cli;

import java.nio.file.Path;
import java.util.List;

/** Runs what users run most, in one process, so that an AOT cache, which one process makes, knows the classes of all of it. */
final class TrainingRun {
    private TrainingRun() {}

    /**
     * Runs the commands of one cache.
     *
     * @param args which cache: {@code files} or {@code guide}; the folder of the samples; and an empty folder for what is written
     */
    public static void main(String[] args) {
        for (List<String> command : commands(args[0], Path.of(args[1]), Path.of(args[2]))) {
            int status = Dovetail.run(Console.system(), command.toArray(String[]::new));
            if (status != 0) {
                throw new IllegalStateException("status " + status + " of dovetail " + String.join(" ", command));
            }
        }
    }

    static List<List<String>> commands(String cache, Path samples, Path scratch) {
        String haiku = samples.resolve("guide_mlp.npz").toString();
        String nnx = samples.resolve("guide_mlp_nnx.json").toString();
        String compressed = samples.resolve("two_layers.orbax").toString();
        String safetensors = scratch.resolve("model.safetensors").toString();
        String pickle = scratch.resolve("params.pkl").toString();
        String orbax = scratch.resolve("model.orbax").toString();
        return switch (cache) {
            case "files" -> List.of(
                    List.of("inspect", haiku),
                    List.of("convert", haiku, safetensors, "--like", nnx),
                    List.of("convert", haiku, scratch.resolve("named.safetensors").toString()),
                    List.of("convert", safetensors, pickle),
                    List.of("convert", pickle, orbax, "--like", nnx),
                    List.of("convert", orbax, scratch.resolve("back.npz").toString()),
                    List.of("convert", compressed, scratch.resolve("two_layers.orbax").toString()),
                    List.of("convert", compressed, scratch.resolve("two_layers.safetensors").toString()),
                    List.of("diff", haiku, orbax));
            case "guide" -> List.of(List.of("guide", "run", "layers"));
            default -> throw new IllegalArgumentException("there is no cache '" + cache + "', but files and guide");
        };
    }
}
