package org.dovetail.bridge.align;

/**
 * The laws that use what things are called or in which order they are numbered. That blocks stay whole and are alike inside is always demanded.
 */
enum Law {
    /** Numbered blocks keep their order. */
    BLOCK_ORDER,
    /** Where the source has no blocks, the numbers of its layers run through the target's blocks in order. */
    LAYER_ORDER,
    /** Ordinals that the authors wrote on both sides keep their order. */
    WRITTEN_ORDINALS,
    /** Blocks that share an attribute, and whose sources share a member that the author named, agree on it even if one block has more. */
    SHARED_MEMBERS,
    /** A name that an author gave, equal on both sides, is a match. */
    SAME_NAME
}
