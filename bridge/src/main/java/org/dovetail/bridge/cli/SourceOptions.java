package org.dovetail.bridge.cli;

import java.util.Optional;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.format.ReadOptions.DeviceAxis;

/** What the user says of the files of a conversion that their bytes do not. */
final class SourceOptions {
    private final AssumeOptions assume;
    private final Given<Optional<DeviceAxis>> deviceAxis;

    SourceOptions(Usage usage) {
        assume = new AssumeOptions(usage);
        deviceAxis = usage.option("--device-axis", "first", Converters::deviceAxis, "Every array of the source has a "
                + "first axis with a copy for each device, as jax.pmap makes: check that the copies are equal, and "
                + "take one.");
    }

    /** How the source is read. */
    ReadOptions source() {
        return new ReadOptions(assume.readOptions().assume(), deviceAxis.value().orElse(DeviceAxis.NONE));
    }

    /** How any other file is read. */
    ReadOptions other() { return assume.readOptions(); }
}
