package org.dovetail.core.optim;

import org.dovetail.core.Tensor;

/** How a schedule goes from one number to the next. */
public enum Interpolation {
    /** On a line. */
    LINEAR,
    /** On half a cosine. */
    COSINE;

    /** The number at a part of the way. */
    Tensor between(Tensor start, Tensor end, Tensor part) {
        return switch (this) {
            case LINEAR -> end.sub(start).mul(part).add(start);
            case COSINE -> end.add(start.sub(end).div(2.0).mul(part.mul(Math.PI).cos().add(1)));
        };
    }
}
