package io.github.headlight.renderers.html;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.Measure;
import io.github.headlight.error.CaptureException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of a capture before its matrices are written: whether it is causal, what its heads
 * do, its map.
 *
 * @param causal whether nothing looks ahead
 * @param heads what the heads do, layer by layer; empty if it is not known
 * @param evenSink what even attention gives to the first token, NaN if it is not known
 * @param links the strongest long link of each head, layer by layer; empty of blocks
 * @param obstacle why it is not known what the heads do; empty if it is, or if nothing is wrong
 * @param tiles how the map shrinks matrices
 * @param thumbnails by slot, each row by row; those of matrices that were not captured are absent
 */
record Survey(
        boolean causal,
        List<HeadProfile> heads,
        double evenSink,
        List<Optional<LongLink>> links,
        String obstacle,
        Tiles tiles,
        List<Optional<float[]>> thumbnails) {

    static Survey of(PageCapture capture) {
        CaptureMatrices matrices = capture.matrices();
        int heads = matrices.heads();
        int[] slots =
                IntStream.range(0, matrices.layers() * heads)
                        .map(i -> capture.slot(i / heads, i % heads))
                        .toArray();
        boolean causal =
                !capture.model().isBidirectional()
                        && IntStream.of(slots)
                                .parallel()
                                .allMatch(
                                        slot ->
                                                matrices.at(slot)
                                                        .map(PageMatrix::isCausal)
                                                        .orElse(true));
        List<HeadProfile> profiles = List.of();
        double evenSink = Double.NaN;
        String obstacle = "";
        if (capture.attention().filter(Survey::canBeProfiled).isPresent()) {
            try {
                HeadProfiles all = HeadProfiles.of(capture.attention().get());
                profiles = all.heads();
                evenSink = all.even(Measure.SINK);
            } catch (CaptureException e) {
                obstacle = e.getMessage();
            }
        }
        List<Optional<LongLink>> links = List.of();
        if (capture.block() == 1 && !capture.tokens().isEmpty()) {
            Words words = new Words(capture.queries());
            links =
                    IntStream.of(slots)
                            .parallel()
                            .mapToObj(slot -> matrices.at(slot).flatMap(m -> m.longestLink(words)))
                            .toList();
        }
        Tiles tiles = new Tiles(capture.rows(), capture.columns());
        return new Survey(causal, profiles, evenSink, links, obstacle, tiles, map(matrices, tiles));
    }

    private static boolean canBeProfiled(Attention attention) {
        return attention.plan().has(CapturePart.Full.class)
                || attention.plan().has(CapturePart.Stats.class);
    }

    private static List<Optional<float[]>> map(CaptureMatrices matrices, Tiles tiles) {
        return IntStream.range(0, matrices.layers())
                .parallel()
                .mapToObj(layer -> layer(matrices, layer, tiles))
                .flatMap(List::stream)
                .toList();
    }

    /** The thumbnails of a layer; that of the mean is the mean of the others if all are there. */
    private static List<Optional<float[]>> layer(CaptureMatrices matrices, int layer, Tiles tiles) {
        int first = layer * matrices.columns();
        List<Optional<float[]>> all = new ArrayList<>();
        float[] mean = new float[tiles.rows() * tiles.columns()];
        boolean whole = true;
        for (int head = 0; head < matrices.heads(); head++) {
            Optional<float[]> tile = matrices.at(first + head).map(m -> m.shrink(tiles));
            all.add(tile);
            whole &= tile.isPresent();
            for (int i = 0; tile.isPresent() && i < mean.length; i++) {
                mean[i] += tile.get()[i] / matrices.heads();
            }
        }
        if (matrices.columns() > matrices.heads()) {
            int slot = first + matrices.heads();
            all.add(whole ? Optional.of(mean) : matrices.at(slot).map(m -> m.shrink(tiles)));
        }
        return Collections.unmodifiableList(all);
    }

    /** Whether there is a thumbnail at all. */
    boolean hasMap() {
        return thumbnails.stream().anyMatch(Optional::isPresent);
    }

    /** The map as the page holds it: codes of all thumbnails. */
    byte[] mapCodes(Bands bands) {
        int cells = tiles.rows() * tiles.columns();
        byte[] codes = new byte[cells * thumbnails.size()];
        for (int slot = 0; slot < thumbnails.size(); slot++) {
            float[] tile = thumbnails.get(slot).orElse(new float[0]);
            for (int i = 0; i < tile.length; i++) {
                codes[slot * cells + i] = bands.code(tile[i]);
            }
        }
        return codes;
    }
}
