package org.dovetail.core.transform;

/** A class whose instances never change and are equal when their parts are, so that they may be static arguments of jitted functions. */
public interface StaticValue {}
