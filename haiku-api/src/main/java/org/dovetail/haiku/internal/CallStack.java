package org.dovetail.haiku.internal;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The calls that run, out to the {@link Boundary}: who creates a module, and which constructors have not returned yet.
 *
 * <p>
 * Calls are told by their depth above the boundary, which stays the same as long as they run. The one call of a constructor that goes to {@code super(...)} or
 * {@code this(...)} tells an object under construction from a later one at the same depth: as long as the object's root constructor runs, every constructor in the chain
 * stands at that position; afterwards one of them is past it.
 */
public final class CallStack {
    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private static final ClassValue<Set<String>> STATIC_METHODS = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return Arrays.stream(type.getDeclaredMethods()).filter(method -> Modifier.isStatic(method.getModifiers()))
                    .map(method -> method.getName() + MethodType
                            .methodType(method.getReturnType(), method.getParameterTypes()).descriptorString())
                    .collect(Collectors.toUnmodifiableSet());
        }
    };

    private final Class<?> root;
    private final List<StackFrame> frames;
    private final int caller;

    private CallStack(Class<?> root, Class<?> entry, List<StackFrame> frames) {
        this.root = root;
        this.frames = frames;
        int top = 0;
        while (frames.get(top).getDeclaringClass() != entry) {
            top++;
        }
        while (frames.get(top).getDeclaringClass() == entry) {
            top++;
        }
        this.caller = frames.size() - 1 - top;
    }

    /**
     * The calls that run now.
     *
     * @param root the root class of modules
     * @param entry the class by which they came here
     */
    public static CallStack of(Class<?> root, Class<?> entry) {
        return new CallStack(root, entry, WALKER
                .walk(all -> all.takeWhile(frame -> frame.getDeclaringClass() != Boundary.class).toList()));
    }

    private StackFrame at(int depth) { return frames.get(frames.size() - 1 - depth); }

    /** The call that came to the entry. */
    public Site caller() { return Site.of(caller, at(caller)); }

    /** Whether a call still runs. */
    public boolean runs(Site site) {
        return site.depth() < frames.size() && site.isOf(at(site.depth()));
    }

    /** The constructors, from the outermost inwards, that run for the object whose root constructor runs; all are deeper than the limit. */
    public List<Site> construction(Class<?> type, int limit) {
        int depth = caller;
        while (at(depth).getDeclaringClass() != type) {
            depth--;
        }
        while (depth - 1 > limit && isConstructor(at(depth - 1)) && at(depth - 1).getDeclaringClass() == type) {
            depth--;
        }
        List<Site> sites = new ArrayList<>();
        for (int i = depth; i <= caller; i++) {
            sites.add(Site.of(i, at(i)));
        }
        return sites;
    }

    /** The depth of the constructor whose body runs, of those of an object; empty when all have returned. */
    public OptionalInt running(List<Site> construction) {
        for (Site site : construction) {
            if (!runs(site)) {
                return OptionalInt.empty();
            }
            if (at(site.depth()).getByteCodeIndex() != site.position()) {
                return OptionalInt.of(site.depth());
            }
        }
        return OptionalInt.empty();
    }

    /** The innermost call, from one depth down to above a limit, that runs code of an object of modules' classes: lambdas and static methods are transparent. */
    public Optional<Site> moduleCode(int from, int limit) {
        for (int depth = from; depth > limit; depth--) {
            if (isModuleCode(root, at(depth))) {
                return Optional.of(Site.of(depth, at(depth)));
            }
        }
        return Optional.empty();
    }

    /** The innermost call that runs code of an object of modules' classes, however far out. */
    public static Optional<Site> innermostModuleCode(Class<?> root) {
        return WALKER.walk(all -> all.takeWhile(frame -> frame.getDeclaringClass() != Boundary.class)
                .filter(frame -> isModuleCode(root, frame)).findFirst().map(frame -> Site.of(-1, frame)));
    }

    private static boolean isModuleCode(Class<?> root, StackFrame frame) {
        Class<?> owner = frame.getDeclaringClass();
        return owner != root && root.isAssignableFrom(owner) && !frame.getMethodName().startsWith("lambda$")
                && !STATIC_METHODS.get(owner).contains(frame.getMethodName() + frame.getDescriptor());
    }

    private static boolean isConstructor(StackFrame frame) { return frame.getMethodName().equals("<init>"); }
}
