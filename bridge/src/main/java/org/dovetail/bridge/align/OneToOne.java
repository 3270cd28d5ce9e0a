package org.dovetail.bridge.align;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Removes every match that no one-to-one mapping contains.
 *
 * <p>
 * A maximum matching (augmenting paths) shows whether there is a mapping at all. Given one, a match belongs to another mapping exactly when it lies on a cycle of exchanges, that
 * is, when its target and its source's present target are in one strongly connected component (Régin, AAAI 1994; components by Tarjan's algorithm).
 */
final class OneToOne {
    private final Domains domains;
    private final int n;
    private final int[] targetOf;
    private final int[] sourceOf;

    private OneToOne(Domains domains) {
        this.domains = domains;
        this.n = domains.size();
        this.targetOf = new int[n];
        this.sourceOf = new int[n];
        Arrays.fill(targetOf, -1);
        Arrays.fill(sourceOf, -1);
    }

    /** Prunes; false when there is no mapping. */
    static boolean prune(Domains domains) {
        OneToOne pruning = new OneToOne(domains);
        for (int t = 0; t < pruning.n; t++) {
            if (!pruning.takeFree(t, domains.of(t)) && !pruning.augment(t)) {
                return false;
            }
        }
        pruning.removeOffCycle();
        return true;
    }

    /**
     * A one-to-one mapping, lawful or not.
     *
     * @param domains what each target may take, pruned
     * @param avoid for every target, the sources to take last
     * @return for every target its source
     */
    static int[] mapping(Domains domains, List<BitSet> avoid) {
        OneToOne matching = new OneToOne(domains);
        for (int t = 0; t < matching.n; t++) {
            BitSet fresh = (BitSet) domains.of(t).clone();
            fresh.andNot(avoid.get(t));
            if (!matching.takeFree(t, fresh) && !matching.takeFree(t, domains.of(t)) && !matching.augment(t)) {
                throw new IllegalStateException("pruned domains have no one-to-one mapping");
            }
        }
        return matching.sourceOf;
    }

    /** Gives a target the first of some of its sources that no earlier target has. */
    private boolean takeFree(int t, BitSet set) {
        for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
            if (targetOf[s] < 0) {
                sourceOf[t] = s;
                targetOf[s] = t;
                return true;
            }
        }
        return false;
    }

    /** Finds a source for a target, moving earlier targets to other sources, breadth first. */
    private boolean augment(int root) {
        int[] reachedFrom = new int[n];
        BitSet seen = new BitSet(n);
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(root);
        while (!queue.isEmpty()) {
            int t = queue.poll();
            BitSet set = domains.of(t);
            for (int s = set.nextSetBit(0); s >= 0; s = set.nextSetBit(s + 1)) {
                if (seen.get(s)) {
                    continue;
                }
                seen.set(s);
                reachedFrom[s] = t;
                if (targetOf[s] < 0) {
                    exchange(s, reachedFrom);
                    return true;
                }
                queue.add(targetOf[s]);
            }
        }
        return false;
    }

    private void exchange(int free, int[] reachedFrom) {
        int s = free;
        while (s >= 0) {
            int t = reachedFrom[s];
            int next = sourceOf[t];
            sourceOf[t] = s;
            targetOf[s] = t;
            s = next;
        }
    }

    private void removeOffCycle() {
        int[] component = components();
        for (int t = 0; t < n; t++) {
            int mine = t;
            domains.keep(t, s -> s == sourceOf[mine] || component[mine] == component[targetOf[s]]);
        }
    }

    /** Tarjan's strongly connected components of the graph "t could take the source of u", without recursion. */
    private int[] components() {
        int[] index = new int[n];
        int[] low = new int[n];
        int[] component = new int[n];
        int[] next = new int[n];
        Arrays.fill(index, -1);
        Arrays.fill(component, -1);
        int[] stack = new int[n];
        int[] path = new int[n];
        int stacked = 0;
        int counter = 0;
        int found = 0;
        for (int root = 0; root < n; root++) {
            if (index[root] >= 0) {
                continue;
            }
            int depth = 0;
            path[0] = root;
            index[root] = low[root] = counter++;
            stack[stacked++] = root;
            while (depth >= 0) {
                int t = path[depth];
                int s = domains.of(t).nextSetBit(next[t]);
                if (s >= 0) {
                    next[t] = s + 1;
                    int u = targetOf[s];
                    if (index[u] < 0) {
                        index[u] = low[u] = counter++;
                        stack[stacked++] = u;
                        path[++depth] = u;
                    } else if (component[u] < 0) {
                        low[t] = Math.min(low[t], index[u]);
                    }
                    continue;
                }
                if (low[t] == index[t]) {
                    int u;
                    do {
                        u = stack[--stacked];
                        component[u] = found;
                    } while (u != t);
                    found++;
                }
                if (--depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[t]);
                }
            }
        }
        return component;
    }
}
