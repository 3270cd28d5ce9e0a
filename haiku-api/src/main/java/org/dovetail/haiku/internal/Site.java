package org.dovetail.haiku.internal;

import java.lang.StackWalker.StackFrame;

/**
 * A call on the stack.
 *
 * @param depth how many calls lie between it and the boundary
 * @param owner the class of the method
 * @param method its name
 * @param descriptor its parameters and result
 * @param position how far it was
 */
public record Site(int depth, Class<?> owner, String method, String descriptor, int position) {
    static Site of(int depth, StackFrame frame) {
        return new Site(depth, frame.getDeclaringClass(), frame.getMethodName(), frame.getDescriptor(),
                frame.getByteCodeIndex());
    }

    boolean isOf(StackFrame frame) {
        return frame.getDeclaringClass() == owner && frame.getMethodName().equals(method)
                && frame.getDescriptor().equals(descriptor);
    }

    /** Whether a lambda runs here. */
    public boolean isLambda() { return method.startsWith("lambda$"); }

    /** Whether a constructor runs here. */
    public boolean isConstructor() { return method.equals("<init>"); }

    /** As {@code Block.call}; of a lambda, the method that it stands in. */
    @Override
    public String toString() {
        String name = isLambda() ? method.split("\\$")[1] : method;
        String type = owner.getName()
                .substring(owner.getPackageName().isEmpty() ? 0 : owner.getPackageName().length() + 1);
        String simple = owner.getSimpleName().isEmpty() ? type : owner.getSimpleName();
        return isConstructor() || name.equals("new") ? "the constructor of " + simple : simple + "." + name;
    }
}
