package io.github.headlight.session;

import java.util.Locale;

/**
 * What a capture will need beside the loaded model, at its peak, in bytes. The model's weights in
 * f32 are pages of their file, which the system takes back when it must; they are not counted.
 *
 * @param block rows of the blocks that the prompt is read in
 * @param results what is captured, kept until nobody refers to it
 * @param scratch outputs and inputs of a block
 * @param cache keys and values of all tokens
 * @param workspace what the runtime needs for a block
 * @param heap Java objects
 * @param device what a device with memory of its own needs, the weights included; none of it counts
 *     for the others
 */
public record MemoryEstimate(
        int block, long results, long scratch, long cache, long workspace, long heap, long device) {

    /** {@return all of it in the memory of the machine} */
    public long total() {
        return results + scratch + cache + workspace + heap;
    }

    /** {@return what of it lies outside the Java heap} */
    public long nativeBytes() {
        return total() - heap;
    }

    /** Bytes for people. */
    static String text(long bytes) {
        return bytes >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.0f MB", Math.max(1, bytes / 1e6));
    }

    @Override
    public String toString() {
        return text(total())
                + " (captured "
                + text(results)
                + ", a block of "
                + block
                + " rows "
                + text(scratch + workspace)
                + ", cache "
                + text(cache)
                + ", Java heap "
                + text(heap)
                + ")"
                + (device > 0 ? " and " + text(device) + " on the device" : "");
    }
}
