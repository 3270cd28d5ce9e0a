package org.dovetail.bridge.convert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.plan.Move;
import org.dovetail.core.Array;
import org.jspecify.annotations.Nullable;

/**
 * What side data kept of the arrays that a lossy move once was run on. They count only while the numbers are those that the move gave.
 *
 * @param arrays the targets' arrays, in their order; empty when they are to be computed
 * @param isChanged whether something was kept, for other numbers than are there now
 */
record KeptSources(List<Array> arrays, boolean isChanged) {
    private static final KeptSources NONE = new KeptSources(List.of(), false);

    /** What was kept for the way back that a move is; reads its source arrays if side data may tell something. */
    static KeptSources of(Move move, @Nullable SideData data, SourceArrays sources) throws IOException {
        if (data == null || !move.isLossy()) {
            return NONE;
        }
        List<EntryPath> taken = move.from().stream().map(Entry::path).toList();
        List<SideData.Layer> layers = data.layers(taken).stream()
                .filter(layer -> !items(move, layer).isEmpty()).toList();
        if (layers.isEmpty()) {
            return NONE;
        }
        String present = Checksum.of(move.from(), sources);
        return layers.stream().filter(layer -> layer.checksum().equals(present)).findFirst()
                .map(layer -> new KeptSources(items(move, layer).stream().map(SideData.Item::array).toList(), false))
                .orElse(new KeptSources(List.of(), true));
    }

    /** The items that are just the targets of a move; none when one is missing. */
    private static List<SideData.Item> items(Move move, SideData.Layer layer) {
        List<SideData.Item> items = new ArrayList<>();
        for (Entry entry : move.to()) {
            Optional<SideData.Item> item = layer.items().stream().filter(kept -> kept.role().isEmpty()
                    && kept.entry().path().equals(entry.path()) && kept.entry().spec().equals(entry.spec()))
                    .findFirst();
            if (item.isEmpty()) {
                return List.of();
            }
            items.add(item.get());
        }
        return items;
    }
}
