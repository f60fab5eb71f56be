package io.github.headlight.cli;

import io.github.headlight.analysis.comparison.Comparison;
import io.github.headlight.analysis.flow.FirstToken;
import io.github.headlight.analysis.flow.Rollout;
import io.github.headlight.analysis.flow.RolloutOptions;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.token.Token;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Difference;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Sink;
import io.github.headlight.view.Subject;
import io.github.headlight.view.TokenMatrix;
import io.github.headlight.view.TokenShades;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code headlight render}. */
@Command(name = "render", description = "Draws one picture.")
final class RenderCommand extends Subcommand {
    private static final String MEAN = "mean";
    private static final String PATTERN = "pattern";

    /** Options that some pictures only have. */
    private static final Map<String, Set<Picture>> ONLY_FOR =
            new TreeMap<>(
                    Map.of(
                            "--layer",
                            EnumSet.of(
                                    Picture.HEATMAP,
                                    Picture.HEAD,
                                    Picture.TOKENS,
                                    Picture.ROLLOUT,
                                    Picture.DIFFERENCE),
                            "--head",
                            EnumSet.of(
                                    Picture.HEATMAP,
                                    Picture.HEAD,
                                    Picture.TOKENS,
                                    Picture.DIFFERENCE),
                            "--sink",
                            EnumSet.complementOf(EnumSet.of(Picture.PROFILE, Picture.DIFFERENCE)),
                            "--words",
                            EnumSet.complementOf(EnumSet.of(Picture.PROFILE, Picture.DIFFERENCE)),
                            "--crop",
                            EnumSet.complementOf(EnumSet.of(Picture.PROFILE, Picture.DIFFERENCE)),
                            "--token",
                            EnumSet.of(Picture.TOKENS),
                            "--direction",
                            EnumSet.of(Picture.TOKENS),
                            "--measure",
                            EnumSet.of(Picture.PROFILE)));

    @Parameters(
            arity = "1..2",
            paramLabel = "A.safetensors",
            description =
                    "An attention file; two for a difference, which is the second less the first.")
    private List<Path> files;

    @Option(
            names = "--view",
            required = true,
            paramLabel = "VIEW",
            converter = Picture.Converter.class,
            description =
                    "heatmap, head-grid, head (links between tokens), tokens (the text, shaded), rollout, profile (a measure of each head) or difference.")
    private Picture picture;

    @Option(
            names = "--layer",
            paramLabel = "L",
            description = "The layer, from 0, or mean (default: the last).")
    private String layer;

    @Option(
            names = "--head",
            paramLabel = "H",
            split = ",",
            defaultValue = MEAN,
            description = "The head, from 0, or mean (default); several, as 0,3,5, for head.")
    private List<String> heads;

    @Option(
            names = "--token",
            paramLabel = "N",
            description = "For tokens: the chosen token, from 0 (default: the last that was read).")
    private Integer token;

    @Option(
            names = "--direction",
            paramLabel = "D",
            defaultValue = "reads",
            converter = DirectionConverter.class,
            description =
                    "For tokens: reads (what the chosen token looks at) or read-by (what looks at it) (default: ${DEFAULT-VALUE}).")
    private TokenShades.Direction direction;

    @Option(
            names = "--measure",
            paramLabel = "NAME",
            defaultValue = PATTERN,
            converter = MeasureConverter.class,
            description =
                    "For profile: pattern, entropy, sink, induction, … (default: ${DEFAULT-VALUE}; a wrong name lists all).")
    private Quantity measure;

    @Mixin private LensOptions lens;

    @Mixin private DrawingOptions drawing;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "svg, png, pdf, html or the id of a plug-in (default: by the ending of --out).")
    private String format;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F",
            description = "Where to write the picture.")
    private Path out;

    @Override
    void execute() {
        requireSuitable();
        RenderOptions options =
                drawing.get(picture == Picture.PROFILE ? ColorScale.LINEAR : ColorScale.DEFAULT);
        requireOther(out, files);
        Renderer renderer = RenderersCommand.choose(format, out);
        AttentionView view = files.size() == 1 ? of(files.get(0), this::view) : view();
        renderer.render(view, options, RenderOutput.file(out));
    }

    private void requireSuitable() {
        int wanted = picture == Picture.DIFFERENCE ? 2 : 1;
        if (files.size() != wanted) {
            throw wrongUsage(
                    "--view "
                            + picture.key()
                            + ": expected "
                            + (wanted == 1 ? "one attention file" : "two attention files")
                            + ", found "
                            + files.size());
        }
        ONLY_FOR.forEach(
                (option, pictures) -> {
                    if (isGiven(option) && !pictures.contains(picture)) {
                        throw wrongUsage(
                                option
                                        + ": is for --view "
                                        + pictures.stream()
                                                .map(Picture::key)
                                                .collect(Collectors.joining(", "))
                                        + ", found "
                                        + picture.key());
                    }
                });
        if (heads.isEmpty()) {
            throw wrongUsage("--head: expected a number or mean, found none");
        }
        if (heads.size() > 1 && picture != Picture.HEAD) {
            throw wrongUsage("--head: several heads are for --view head, found " + picture.key());
        }
        if (heads.size() > HeadLinks.MOST_HEADS) {
            throw wrongUsage(
                    "--head: expected at most "
                            + HeadLinks.MOST_HEADS
                            + " heads, found "
                            + heads.size());
        }
    }

    private AttentionView view() {
        Attention attention = AttentionFile.read(files.get(0));
        int from = lens.get().crop().from();
        if (from >= attention.rows()) {
            throw wrongUsage(
                    "--crop: "
                            + files.get(0)
                            + " has tokens 0 to "
                            + (attention.rows() - 1)
                            + ", found "
                            + from);
        }
        Language language = drawing.language();
        return switch (picture) {
            case HEATMAP -> {
                Subject subject = subjects(attention).get(0);
                yield Heatmap.of(attention, subject)
                        .withTitle(subject.title(language))
                        .through(lens.get());
            }
            case HEAD_GRID -> HeadGrid.of(attention, lens.get(), language);
            case HEAD -> HeadLinks.of(attention, subjects(attention), lens.get(), language);
            case TOKENS -> tokens(attention);
            case ROLLOUT -> rollout(attention);
            case PROFILE -> profile(attention, language);
            case DIFFERENCE -> difference(attention);
        };
    }

    private TokenShades tokens(Attention attention) {
        int last = Math.min(attention.rows(), lens.get().crop().to()) - 1;
        int first = lens.get().crop().from();
        int chosen = token == null ? last : token;
        if (chosen < first || chosen > last) {
            throw wrongUsage("--token: expected " + first + " to " + last + ", found " + chosen);
        }
        return TokenShades.of(
                attention,
                subjects(attention).get(0),
                lens.get(),
                chosen,
                direction,
                drawing.language());
    }

    private Difference difference(Attention before) {
        Subject subject = subjects(before).get(0);
        if (subject.layer().isEmpty()) {
            throw wrongUsage("--layer: a difference is of one layer, found mean");
        }
        Attention after = AttentionFile.read(files.get(1));
        if (before.model().layers() != after.model().layers()
                || before.model().heads() != after.model().heads()) {
            throw new CaptureException(
                    files.get(1)
                            + ": expected as many layers and heads as "
                            + files.get(0)
                            + ", "
                            + before.model().layers()
                            + " of "
                            + before.model().heads()
                            + " heads, found "
                            + after.model().layers()
                            + " of "
                            + after.model().heads()
                            + "; capture both with one model");
        }
        Comparison comparison = Comparison.of(before, after);
        List<Token> shared = comparison.sharedRows();
        return new Difference(
                subject.title(drawing.language()),
                comparison.difference(
                        subject.layer().getAsInt(), subject.head().orElse(HeadChoice.ALL)),
                shared,
                shared,
                name(files.get(0)),
                name(files.get(1)),
                comparison.first().model().direction());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * A rollout multiplies the layers: what the first token draws in each would be all that is left
     * of it. So renormalising it takes place in every layer, before they are multiplied.
     */
    private Heatmap rollout(Attention attention) {
        int layers = attention.model().layers();
        if (MEAN.equals(layer)) {
            throw wrongUsage("--layer: a rollout goes up to a layer, found mean");
        }
        int top = layer == null ? layers - 1 : index("--layer", layer, layers);
        boolean renormalised = lens.get().sink() == Sink.RENORMALISED;
        RolloutOptions options =
                RolloutOptions.DEFAULT
                        .withLayers(0, top)
                        .withSink(renormalised ? FirstToken.LEFT_OUT : FirstToken.KEPT);
        Rollout rollout = Rollout.of(attention, options);
        List<Token> tokens = attention.tokens().tokens().subList(0, attention.rows());
        String title =
                drawing.language() == Language.ZH
                        ? "注意力展开 · 层 0–" + top
                        : "Attention rollout · Layers 0–" + top;
        TokenMatrix shares =
                TokenMatrix.of(rollout.matrix(), tokens, tokens, attention.model().direction());
        return new Heatmap(title, shares).through(lens.get());
    }

    private Profile profile(Attention attention, Language language) {
        int kvHeads = attention.model().kvHeads();
        return measure.measure()
                .map(of -> Profile.of(statistics(attention), of, kvHeads, language))
                .orElseGet(() -> Profile.of(HeadProfiles.of(attention), kvHeads, language));
    }

    private static HeadStatistics statistics(Attention attention) {
        boolean computed =
                attention.captured().statistics().isEmpty()
                        && attention.captured().full().isPresent();
        return computed ? HeadProfiles.of(attention).statistics() : attention.statistics();
    }

    private List<Subject> subjects(Attention attention) {
        int layers = attention.model().layers();
        OptionalInt chosen =
                layer == null
                        ? OptionalInt.of(layers - 1)
                        : MEAN.equals(layer)
                                ? OptionalInt.empty()
                                : OptionalInt.of(index("--layer", layer, layers));
        return heads.stream()
                .map(
                        head ->
                                new Subject(
                                        chosen,
                                        MEAN.equals(head)
                                                ? OptionalInt.empty()
                                                : OptionalInt.of(
                                                        index(
                                                                "--head",
                                                                head,
                                                                attention.model().heads()))))
                .toList();
    }

    private int index(String option, String value, int size) {
        try {
            int index = Integer.parseInt(value);
            if (index >= 0 && index < size) {
                return index;
            }
        } catch (NumberFormatException e) {
            // The message below covers it.
        }
        throw wrongUsage(
                option
                        + ": "
                        + files.get(0)
                        + " has 0 to "
                        + (size - 1)
                        + ", or mean; found \""
                        + value
                        + "\"");
    }

    /** Reads a direction. */
    static final class DirectionConverter extends KeyConverter<TokenShades.Direction> {
        DirectionConverter() {
            super(TokenShades.Direction.values(), TokenShades.Direction::key);
        }
    }

    /** What a profile shows: a measure, or the pattern if there is none. */
    private record Quantity(Optional<Measure> measure) {
        static final List<Quantity> ALL =
                Stream.concat(
                                Stream.of(Optional.<Measure>empty()),
                                Arrays.stream(Measure.values()).map(Optional::of))
                        .map(Quantity::new)
                        .toList();

        String key() {
            return measure.map(Measure::key).orElse(PATTERN);
        }
    }

    /** Reads a quantity. */
    static final class MeasureConverter extends KeyConverter<Quantity> {
        MeasureConverter() {
            super(Quantity.ALL, Quantity::key);
        }
    }
}
