package org.dovetail.bridge.cli;

import java.util.Optional;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.core.DType;

/** What the user says of the arrays to make. */
final class TargetOptions {
    final Given<Optional<KeyScheme>> scheme;
    final Given<Optional<DType>> dtype;

    TargetOptions(Usage usage) {
        scheme = usage.option("--scheme", "SCHEME", Converters::scheme, "How keys are spelled: module//name, "
                + "module/name, module:name, dotted, two-level or nested.");
        dtype = usage.option("--dtype", "DTYPE", Converters::dtype, "Cast floats (or, given an integer type, integers) "
                + "to this dtype, even if bits are lost.");
    }
}
