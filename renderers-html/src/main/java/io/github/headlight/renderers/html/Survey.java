package io.github.headlight.renderers.html;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of a capture before its matrices are written: whether it is causal, what its heads
 * do, its map.
 */
final class Survey {
    private final boolean causal;
    private final List<HeadProfile> heads;
    private final List<Optional<LongLink>> links;
    private final String obstacle;
    private final Tiles tiles;

    /** The thumbnails by slot, each row by row. */
    private final float[] map;

    private Survey(
            boolean causal,
            List<HeadProfile> heads,
            List<Optional<LongLink>> links,
            String obstacle,
            Tiles tiles,
            float[] map) {
        this.links = links;
        this.causal = causal;
        this.obstacle = obstacle;
        this.heads = heads;
        this.tiles = tiles;
        this.map = map;
    }

    static Survey of(PageCapture capture) {
        AttentionMatrix first = capture.matrix(0);
        Tiles tiles = new Tiles(first.queries(), first.keys());
        int layers = capture.layers();
        boolean causal =
                IntStream.range(0, layers * capture.heads())
                        .parallel()
                        .allMatch(i -> HeadCodec.isCausal(head(capture, i)));
        List<HeadProfile> heads = List.of();
        String obstacle = "";
        if (causal && capture.attention().isPresent()) {
            try {
                heads = HeadProfiles.of(capture.attention().get()).heads();
            } catch (CaptureException e) {
                obstacle = e.getMessage();
            }
        }
        float[] map = new float[capture.slots() * tiles.rows() * tiles.columns()];
        IntStream.range(0, layers).parallel().forEach(layer -> fill(capture, layer, tiles, map));
        return new Survey(causal, heads, causal ? links(capture) : List.of(), obstacle, tiles, map);
    }

    private static List<Optional<LongLink>> links(PageCapture capture) {
        Words words = new Words(capture.queries());
        return IntStream.range(0, capture.layers() * capture.heads())
                .parallel()
                .mapToObj(i -> LongLink.of(head(capture, i), words))
                .toList();
    }

    private static AttentionMatrix head(PageCapture capture, int index) {
        return capture.tensor().head(index / capture.heads(), index % capture.heads());
    }

    /** Writes the thumbnails of a layer; that of the mean is the mean of the others. */
    private static void fill(PageCapture capture, int layer, Tiles tiles, float[] map) {
        int cells = tiles.rows() * tiles.columns();
        int heads = capture.heads();
        int mean = capture.slot(layer, heads) * cells;
        for (int head = 0; head < heads; head++) {
            float[] tile = tiles.shrink(capture.tensor().head(layer, head));
            System.arraycopy(tile, 0, map, capture.slot(layer, head) * cells, cells);
            for (int i = 0; heads > 1 && i < cells; i++) {
                map[mean + i] += tile[i] / heads;
            }
        }
    }

    /** Whether nothing looks ahead; if something does, there are no measures. */
    boolean causal() {
        return causal;
    }

    /** What the heads do, layer by layer; empty if not causal, or if there is an obstacle. */
    List<HeadProfile> heads() {
        return heads;
    }

    /** The strongest long link of each head, layer by layer; empty if not causal. */
    List<Optional<LongLink>> links() {
        return links;
    }

    /** Why it is not known what the heads do; empty if it is, or if nothing is wrong. */
    String obstacle() {
        return obstacle;
    }

    /** How the map shrinks matrices. */
    Tiles tiles() {
        return tiles;
    }

    /** The map as the page holds it: codes of all thumbnails. */
    byte[] mapCodes(Bands bands) {
        byte[] codes = new byte[map.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = bands.code(map[i]);
        }
        return codes;
    }
}
