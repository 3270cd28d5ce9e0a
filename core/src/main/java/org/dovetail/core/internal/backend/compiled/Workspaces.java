package org.dovetail.core.internal.backend.compiled;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The workspaces of a program: as many are kept as threads run at once, at most one per processor. */
final class Workspaces {
    private final Program program;
    private final SingleKernels kernels;
    private final AtomicReferenceArray<Workspace> idle = new AtomicReferenceArray<>(
            Runtime.getRuntime().availableProcessors());

    Workspaces(Program program, SingleKernels kernels) {
        this.program = program;
        this.kernels = kernels;
    }

    Workspace acquire() {
        for (int i = 0; i < idle.length(); i++) {
            Workspace workspace = idle.getAndSet(i, null);
            if (workspace != null) {
                return workspace;
            }
        }
        return new Workspace(program, kernels);
    }

    void release(Workspace workspace) {
        for (int i = 0; i < idle.length(); i++) {
            if (idle.compareAndSet(i, null, workspace)) {
                return;
            }
        }
    }
}
