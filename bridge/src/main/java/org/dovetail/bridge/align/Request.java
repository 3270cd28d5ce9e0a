package org.dovetail.bridge.align;

import java.util.List;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.rules.Style;

/** What is to be aligned: both sides, and what the user says. */
record Request(Style from, List<Entry> source, KeyScheme fromScheme, Style to, List<Entry> target, KeyScheme toScheme,
        Alignment.Options options) {}
