package org.dovetail.haiku;

/** The open scope of a method: modules created until it is closed are named as the method's; see {@link Module#scope()}. */
public final class MethodScope implements AutoCloseable {
    private final Scopes scopes;
    private final Scope.Method scope;

    MethodScope(Scopes scopes, Scope.Method scope) {
        this.scopes = scopes;
        this.scope = scope;
    }

    /**
     * Closes the scope.
     *
     * @throws ScopeException if a scope that was opened since is still open
     */
    @Override
    public void close() { scopes.close(scope); }
}
