package org.dovetail.bridge.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.dovetail.core.DType;

/** One kind of checkpoint container: how it is recognised, read and written. */
public interface CheckpointFormat {
    /**
     * The name that {@code --format} takes and messages print.
     *
     * @return the name, as {@code safetensors}
     */
    String name();

    /**
     * The file name endings by which an output's format is chosen.
     *
     * @return the endings, each with its dot
     */
    List<String> suffixes();

    /**
     * Whether a file is of this format, judged by its first bytes; the name of the file plays no part.
     *
     * @param file the file or folder
     * @param head its first bytes, at most {@link CheckpointFormats#HEAD_BYTES}, in little-endian order; empty for a folder
     * @return true when this format should read it
     */
    boolean recognises(Path file, ByteBuffer head);

    /**
     * Reads the names, dtypes and shapes of a file; its numbers are read when they are asked for.
     *
     * @param file the file or folder
     * @param options what the user said about it
     * @return the contents, to be closed
     * @throws CheckpointException if the bytes are not a well-formed file of this format
     * @throws IOException if the file cannot be read
     */
    Contents read(Path file, ReadOptions options) throws IOException;

    /**
     * Writes a new file or folder, array by array, and flushes it to the disk.
     *
     * @param contents the tree; flat containers take a single branch of leaves
     * @param file the file to make, or the folder where there is none yet; the caller renames it when it is complete
     * @throws CheckpointException if the container cannot hold something in the tree
     * @throws IOException if the file cannot be written, or the numbers cannot be read
     */
    void write(Contents contents, Path file) throws IOException;

    /**
     * Whether a folder is written, not a file.
     *
     * @return true for containers of several files
     */
    default boolean writesFolder() { return false; }

    /**
     * Whether all that is in a checkpoint's folder belongs to it, so that nothing else should be written there.
     *
     * @return whether it does
     */
    default boolean ownsFolder() { return false; }

    /**
     * Whether the container can hold a dtype.
     *
     * @param dtype the dtype
     * @return true when it can, bit for bit
     */
    boolean holds(DType dtype);

    /**
     * Whether a file of this format says itself of which dtype its elements are.
     *
     * @param dtype a dtype that it holds
     * @return false where only {@link ReadOptions#assume} tells: NumPy's files call bfloat16 two bytes of anything
     */
    default boolean tells(DType dtype) { return true; }

    /**
     * Whether the container can hold NamedTuples of a class.
     *
     * @param type the class, as {@code module.Name}
     * @return false where they become dicts
     */
    default boolean holdsClass(String type) { return false; }

    /**
     * Whether the container holds nested branches, so that the nested key scheme can be written.
     *
     * @return false for flat containers
     */
    boolean nests();

    /**
     * Whether a branch of plain values beside the arrays, as a configuration, comes back as what it was.
     *
     * @param kind what it is in Python
     * @return false where it would become another kind, or has no place
     */
    default boolean keeps(Node.Kind kind) { return nests() && kind == Node.Kind.DICT; }

    /**
     * Whether the container keeps {@link Contents#metadata}; side data goes to a file of its own where it does not.
     *
     * @return true when it does
     */
    boolean keepsMetadata();
}
