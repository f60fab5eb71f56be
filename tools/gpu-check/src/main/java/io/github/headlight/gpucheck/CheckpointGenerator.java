package io.github.headlight.gpucheck;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsWriter;
import io.github.headlight.tensor.Brain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Writes checkpoints of random weights in bf16, in shards with an index as transformers has them.
 * Each tensor's numbers depend on the seed and its name only. Nothing larger than a buffer is held.
 */
final class CheckpointGenerator {
    /** What published checkpoints of this size have. */
    private static final long SHARD_BYTES = 4_000_000_000L;

    /** Numbers to draw from, which are normally distributed. */
    private static final int DRAWS = 1 << 16;

    private static final int BUFFER_BYTES = 8 << 20;

    private final float[] normal = draws();
    private final long seed;
    private final long shardBytes;

    private CheckpointGenerator(long seed, long shardBytes) {
        this.seed = seed;
        this.shardBytes = shardBytes;
    }

    /**
     * Writes a checkpoint.
     *
     * @param shape what model
     * @param seed of its numbers
     * @param folder where to; made if missing
     * @return bytes of weights
     */
    static long write(CheckpointShape shape, long seed, Path folder) throws IOException {
        return write(shape, seed, folder, SHARD_BYTES);
    }

    static long write(CheckpointShape shape, long seed, Path folder, long shardBytes)
            throws IOException {
        return new CheckpointGenerator(seed, shardBytes).write(shape, folder);
    }

    private long write(CheckpointShape shape, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<List<CheckpointShape.Tensor>> shards = shards(shape.tensors());
        JsonObject places = new JsonObject();
        long total = 0;
        for (int i = 0; i < shards.size(); i++) {
            String name =
                    String.format(
                            Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
            for (CheckpointShape.Tensor tensor : shards.get(i)) {
                writer.tensor(
                        tensor.name(), DType.BF16, tensor.shape(), sink -> fill(tensor, sink));
                places.addProperty(tensor.name(), name);
                total += tensor.bytes();
            }
            writer.write(folder.resolve(name));
        }
        JsonObject index = new JsonObject();
        JsonObject metadata = new JsonObject();
        metadata.addProperty("total_size", total);
        index.add("metadata", metadata);
        index.add("weight_map", places);
        writeJson(folder.resolve("model.safetensors.index.json"), index);
        writeJson(folder.resolve("config.json"), shape.config());
        return total;
    }

    private List<List<CheckpointShape.Tensor>> shards(List<CheckpointShape.Tensor> tensors) {
        List<List<CheckpointShape.Tensor>> shards = new ArrayList<>();
        long room = 0;
        for (CheckpointShape.Tensor tensor : tensors) {
            if (shards.isEmpty() || tensor.bytes() > room) {
                shards.add(new ArrayList<>());
                room = shardBytes;
            }
            shards.get(shards.size() - 1).add(tensor);
            room -= tensor.bytes();
        }
        return shards;
    }

    private void fill(CheckpointShape.Tensor tensor, SafetensorsWriter.Sink sink)
            throws IOException {
        short[] draws = new short[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            draws[i] = Brain.of((float) (tensor.mean() + tensor.deviation() * normal[i]));
        }
        SplittableRandom random = new SplittableRandom(seed * 31 + hash(tensor.name()));
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long left = tensor.bytes() / Short.BYTES;
        while (left > 0) {
            buffer.clear();
            // Four draws of each 64 bits.
            while (left > 0 && buffer.remaining() >= Long.BYTES) {
                long bits = random.nextLong();
                for (int i = 0; i < 4 && left > 0; i++, left--) {
                    buffer.putShort(draws[(int) (bits >>> (16 * i)) & 0xffff]);
                }
            }
            sink.write(buffer.flip());
        }
    }

    private static long hash(String name) {
        long hash = 1125899906842597L;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = 31 * hash + each;
        }
        return hash;
    }

    /** Sums of twelve even numbers, which are near enough. */
    private static float[] draws() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double sum = -6;
            for (int j = 0; j < 12; j++) {
                sum += random.nextDouble();
            }
            values[i] = (float) sum;
        }
        return values;
    }

    private static void writeJson(Path file, JsonObject json) throws IOException {
        Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
    }
}
