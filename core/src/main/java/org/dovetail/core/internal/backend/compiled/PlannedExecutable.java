package org.dovetail.core.internal.backend.compiled;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dovetail.core.Array;
import org.dovetail.core.TensorSpec;
import org.dovetail.core.internal.backend.Executable;
import org.dovetail.core.internal.memory.Buffer;

/** A lowered graph, with a program for each choice of donated arguments that came up. */
final class PlannedExecutable implements Executable {
    private record Planned(BitSet donated, Workspaces workspaces) {}

    private final Lowered lowered;
    private final SingleKernels kernels;
    private final List<Planned> programs = new CopyOnWriteArrayList<>();

    PlannedExecutable(Lowered lowered, SingleKernels kernels) {
        this.lowered = lowered;
        this.kernels = kernels;
    }

    @Override
    public List<Array> run(List<Array> arguments, BitSet donated, String caller) {
        return run(arguments, donated, caller, List.of());
    }

    @Override
    public List<Array> run(List<Array> arguments, BitSet donated, String caller, List<MemorySegment> last) {
        check(arguments, caller);
        Workspaces workspaces = workspaces(donated);
        Workspace workspace = workspaces.acquire();
        try {
            workspace.bind(arguments);
            give(arguments, donated, caller, workspace, last);
            workspace.run();
            return workspace.results(arguments);
        } finally {
            workspace.clear();
            workspaces.release(workspace);
        }
    }

    /** Marks the donated arguments, and gets memory for the results; if that fails, nothing has been written and nothing stays marked. */
    private static void give(List<Array> arguments, BitSet donated, String caller, Workspace workspace,
            List<MemorySegment> last) {
        int marked = 0;
        boolean done = false;
        try {
            for (int i = donated.nextSetBit(0); i >= 0; i = donated.nextSetBit(i + 1)) {
                requireFree(arguments, donated, caller, i);
                arguments.get(i).donate(caller);
                marked = i + 1;
            }
            for (int i = 0; !donated.isEmpty() && i < arguments.size(); i++) {
                if (!donated.get(i)) {
                    requireFree(arguments, donated, caller, i);
                }
            }
            workspace.allocate(arguments, last);
            done = true;
        } finally {
            for (int i = donated.nextSetBit(0); !done && i >= 0 && i < marked; i = donated.nextSetBit(i + 1)) {
                arguments.get(i).buffer().undonate(caller);
            }
        }
    }

    private static void requireFree(List<Array> arguments, BitSet donated, String caller, int argument) {
        if (arguments.get(argument).buffer().donatedTo() != null) {
            throw twice(arguments, donated, caller, argument);
        }
    }

    private Workspaces workspaces(BitSet donated) {
        for (Planned planned : programs) {
            if (planned.donated.equals(donated)) {
                return planned.workspaces;
            }
        }
        BitSet own = (BitSet) donated.clone();
        Workspaces workspaces = new Workspaces(Placement.of(lowered, own), kernels);
        programs.add(new Planned(own, workspaces));
        return workspaces;
    }

    private void check(List<Array> arguments, String caller) {
        if (arguments.size() != lowered.inputs().size()) {
            throw new IllegalArgumentException(caller + ": " + lowered.inputs().size() + " arguments are expected; got "
                    + arguments.size());
        }
        for (int i = 0; i < arguments.size(); i++) {
            TensorSpec expected = lowered.inputs().get(i);
            if (!arguments.get(i).spec().equals(expected)) {
                throw new IllegalArgumentException(caller + ": argument " + (i + 1) + " is expected to be " + expected
                        + "; got " + arguments.get(i).spec());
            }
        }
    }

    /** Why an argument of a call that could read all of them has been donated now: it is there twice, or another thread donates it, too. */
    private static RuntimeException twice(List<Array> arguments, BitSet donated, String caller, int argument) {
        Buffer buffer = arguments.get(argument).buffer();
        for (int i = donated.nextSetBit(0); i >= 0; i = donated.nextSetBit(i + 1)) {
            for (int j = 0; j < arguments.size(); j++) {
                if (j != i && arguments.get(i).buffer() == buffer && arguments.get(j).buffer() == buffer) {
                    return new IllegalArgumentException(caller + ": tensor " + (i + 1) + " of the arguments, "
                            + arguments.get(i).spec() + ", is donated and is tensor " + (j + 1)
                            + ", too. Pass a copy of it, or do not donate it");
                }
            }
        }
        return new IllegalStateException(caller + ": tensor " + (argument + 1) + " of the arguments, "
                + arguments.get(argument).spec() + ", is being overwritten by " + buffer.donatedTo()
                + ". Let the calls wait for each other, or call without donate(...)");
    }
}
