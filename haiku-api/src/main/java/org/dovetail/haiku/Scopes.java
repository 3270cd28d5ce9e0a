package org.dovetail.haiku;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dovetail.haiku.internal.CallStack;
import org.dovetail.haiku.internal.Site;

/**
 * The scopes of one run of a transformed function, innermost first.
 *
 * <p>
 * Methods open theirs and close them. A constructor's opens by itself when {@link Module}'s constructor runs; nobody closes it, so those whose constructors have returned are
 * dropped when the next question is asked.
 */
final class Scopes {
    private static final String LINE = "try (var _ = scope()) { ... }";

    private final Deque<Scope> open = new ArrayDeque<>();

    Scopes() { open.push(new Scope.TopLevel(new Names())); }

    /** Where a module stands: the innermost scope that runs, and the depth of its call. */
    private record Place(Scope scope, int depth) {}

    /** Names a module whose root constructor runs, and opens its constructor's scope. */
    String construct(Module module, String name) {
        CallStack calls = CallStack.of(Module.class, Module.class);
        Place place = innermost(calls);
        List<Site> construction = calls.construction(module.getClass(), place.depth);
        calls.moduleCode(construction.getFirst().depth() - 1, place.depth).ifPresent(site -> {
            throw new ScopeException(site.isConstructor()
                    ? site + " creates the module '" + name
                            + "' before its super(...) has returned, so there is no name "
                            + "for it yet. Create it after super(...)"
                    : site + " creates the module '" + name
                            + "' outside of a Haiku scope, so its name is undefined. Write "
                            + "around the body of " + site + ":  " + LINE);
        });
        String unique = place.scope.names().unique(place.scope.prefix() + name);
        open.push(new Scope.Constructor(module, new Names(), construction));
        return unique;
    }

    /** Opens the scope of the method that asks; without a name, under its own. */
    MethodScope open(Module module, Optional<String> name) {
        CallStack calls = CallStack.of(Module.class, Module.class);
        Site caller = calls.caller();
        checkOpener(module, caller);
        Place place = innermost(calls);
        if (place.scope instanceof Scope.Method method && method.site().depth() >= caller.depth()) {
            throw unclosed(method);
        }
        String own = caller.method().equals("call") ? "__call__" : caller.method();
        Scope.Method scope = new Scope.Method(module, new Names(), name.orElse(own), caller);
        open.push(scope);
        return new MethodScope(this, scope);
    }

    private static void checkOpener(Module module, Site caller) {
        if (caller.isLambda()) {
            throw new ScopeException("scope() is called in a lambda of " + caller
                    + "; a lambda has no scope of its own: what it "
                    + "creates belongs to the method that runs it. Remove it there, and write around the body of "
                    + caller + ":  " + LINE);
        }
        if (caller.isConstructor()) {
            throw new ScopeException(
                    caller + " calls scope(); constructors have their scope by themselves. Remove the line");
        }
        if (!caller.owner().isInstance(module)) {
            throw new ScopeException(caller + " calls scope() of '" + module.moduleName()
                    + "', of which it is no method: code of "
                    + "another class runs in the scope of the method that calls it. Remove it there, and write around the "
                    + "body of that method:  " + LINE);
        }
    }

    @SuppressWarnings("ReferenceEquality") // one call's scope, not one like it
    void close(Scope.Method scope) {
        if (open.stream().noneMatch(other -> other == scope)) {
            return;
        }
        Optional<Scope.Method> inner = Optional.empty();
        for (Iterator<Scope> scopes = open.iterator(); scopes.hasNext();) {
            Scope top = scopes.next();
            scopes.remove();
            if (top == scope) {
                break;
            }
            if (top instanceof Scope.Method method && inner.isEmpty()) {
                inner = Optional.of(method);
            }
        }
        inner.ifPresent(method -> {
            throw unclosed(method);
        });
    }

    /** Checks, when the function has returned, that every method closed its scope. */
    void checkClosed() {
        for (Scope scope : open) {
            if (scope instanceof Scope.Method method) {
                throw unclosed(method);
            }
        }
    }

    private static ScopeException unclosed(Scope.Method method) {
        return new ScopeException(
                method.site() + " opened a scope and did not close it. Write around its body, once:  " + LINE);
    }

    /** Whose parameters a module's method asks for. */
    String bundle(Module module, String who) {
        Optional<Site> innermost = CallStack.innermostModuleCode(Module.class);
        if (innermost.isPresent() && innermost.get().owner().isInstance(module)
                && !mayBeOfAnother(innermost.get(), module)) {
            return module.moduleName();
        }
        CallStack calls = CallStack.of(Module.class, Module.class);
        Place place = innermost(calls);
        Optional<Site> code = calls.moduleCode(calls.caller().depth(), place.depth);
        return code.isEmpty()
                ? place.scope.bundle()
                : code.get().owner().isInstance(module) ? module.moduleName() : outside(code.get(), who);
    }

    /** Whether a call that fits a module may be the one that opened the innermost scope, of another module: then a lambda of the one runs in the other. */
    @SuppressWarnings("ReferenceEquality") // one module, not one like it
    private boolean mayBeOfAnother(Site site, Module module) {
        return switch (open.element()) {
            case Scope.TopLevel _ -> false;
            case Scope.Method method -> method.module() != module && method.site().owner() == site.owner()
                    && method.site().method().equals(site.method());
            case Scope.Constructor constructor -> constructor.module() != module && site.isConstructor();
        };
    }

    /** Whose parameters a function asks for. */
    String bundle(String who) {
        CallStack calls = CallStack.of(Module.class, Hk.class);
        Place place = innermost(calls);
        Optional<Site> code = calls.moduleCode(calls.caller().depth(), place.depth);
        return code.isEmpty() ? place.scope.bundle() : outside(code.get(), who);
    }

    private static String outside(Site site, String who) {
        throw new ScopeException(who + " is called, not as the module's own method, in " + site
                + " outside of a Haiku scope, so its module is undefined. Write around the body of " + site + ":  "
                + LINE);
    }

    private Place innermost(CallStack calls) {
        while (true) {
            switch (open.element()) {
                case Scope.TopLevel top -> {
                    return new Place(top, -1);
                }
                case Scope.Method method -> {
                    if (!calls.runs(method.site())) {
                        throw unclosed(method);
                    }
                    return new Place(method, method.site().depth());
                }
                case Scope.Constructor constructor -> {
                    OptionalInt depth = calls.running(constructor.construction());
                    if (depth.isPresent()) {
                        return new Place(constructor, depth.getAsInt());
                    }
                    open.pop();
                }
            }
        }
    }
}
