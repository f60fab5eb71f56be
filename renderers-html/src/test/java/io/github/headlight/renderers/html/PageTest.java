package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.headlight.analysis.flow.Rollout;
import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;
import io.github.headlight.view.TokenMatrix;

import org.junit.jupiter.api.Test;

import java.io.StringWriter;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

class PageTest {
    /** Half a step from .01 on; what is nearer to nothing below. */
    private static final double HALF_STEP = 0.0025;

    @Test
    void everyMatrixComesBackWithinTheBand() throws Exception {
        Attention attention = Captures.golden("lamp_en");
        PageFile page = new PageFile(Report.of(attention));
        int columns = attention.tensor().heads() + 1;
        for (int layer = 0; layer < attention.tensor().layers(); layer++) {
            for (int head = 0; head < attention.tensor().heads(); head++) {
                check(page.matrix(0, layer * columns + head), attention.tensor().head(layer, head));
            }
            check(
                    page.matrix(0, layer * columns + columns - 1),
                    attention.tensor().layer(layer).meanOverHeads());
        }
        int layerSlots = attention.tensor().layers() * columns;
        check(page.matrix(0, layerSlots), attention.tensor().mean());
        check(page.matrix(0, layerSlots + 1), Rollout.of(attention).matrix());
    }

    @Test
    void aMatrixOfTwoTextsComesBack() throws Exception {
        Random random = new Random(2);
        float[] values = new float[3 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() / 5;
        }
        AttentionMatrix matrix = AttentionMatrix.of(FloatBuffer.wrap(values), 3, 5);
        PageFile page = new PageFile(heatmap(matrix, List.of("x", "y", "z")));
        assertThat(page.capture(0).get("causal").getAsBoolean()).isFalse();
        assertThat(page.capture(0).getAsJsonArray("queryLabels")).hasSize(3);
        check(page.matrix(0, 0), matrix);
    }

    private static Heatmap heatmap(AttentionMatrix matrix, List<String> queries) {
        return new Heatmap(
                "Cross",
                TokenMatrix.of(
                        matrix,
                        tokens(queries).tokens(),
                        tokens(List.of("a", "b", "c", "d", "e")).tokens()));
    }

    private static TokenSequence tokens(List<String> texts) {
        List<TokenPiece> pieces = new ArrayList<>();
        for (String text : texts) {
            pieces.add(
                    new TokenPiece(
                            pieces.size(),
                            text.getBytes(StandardCharsets.UTF_8),
                            TokenRole.PROMPT));
        }
        return TokenSequence.of(pieces);
    }

    private static void check(PageFile.Decoded decoded, AttentionMatrix matrix) {
        for (int q = 0; q < matrix.queries(); q++) {
            double small = 0;
            for (int k = 0; k < matrix.keys(); k++) {
                double p = matrix.probability(q, k);
                assertThat(decoded.value(q, k)).isCloseTo(p, within(HALF_STEP + 1e-6));
                small += decoded.value(q, k) == 0 ? p : 0;
            }
            // Half a step of the square root, at the root of the sum.
            double bound = Math.sqrt(small) / 255 + 1e-5;
            assertThat(decoded.rest(q)).isCloseTo(small, within(bound));
        }
    }

    @Test
    void onlyItsOwnScriptAndStyleMayRun() throws Exception {
        PageFile page = new PageFile(Report.of(Captures.golden("apple_zh")));
        String script = page.between("<script>", "</script>");
        String style = page.between("<style>", "</style>");
        String policy = page.between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");
        assertThat(policy)
                .isEqualTo(
                        "default-src 'none'; script-src '"
                                + hash(script)
                                + "'; style-src '"
                                + hash(style)
                                + "'; base-uri 'none'; form-action 'none';"
                                + " require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(script + style).matches("[\\n\\x20-\\x7e]*");
        assertThat(script.length() + style.length()).isLessThanOrEqualTo(60_000);
        assertThat(page.html().replace(script, ""))
                .doesNotContain("http://", "https://", "style=\"");
        assertThat(script.replace("\"http://www.w3.org/2000/svg\"", ""))
                .as("no address but the name of the language of saved pictures")
                .doesNotContain("http://", "https://");
        assertThat(page.between("<body>", "id=\"hl-meta\"")).doesNotContainPattern("\\son\\w+=");
    }

    private static String hash(String text) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void textIsNeverMarkup() {
        List<String> hostile =
                List.of(
                        "</script>",
                        "<img src=x onerror=alert(1)>",
                        "<!--",
                        "{{script}}",
                        "a",
                        "b");
        Attention attention = Captures.made(2, 2, 1, hostile, 2);
        PageFile page = new PageFile(new Report("</title><script>", List.of(attention)));
        assertThat(page.html()).doesNotContain("<img", "<!--", "</title><script>");
        assertThat(page.html()).contains("&lt;img src=x onerror=alert(1)&gt;", "{{script}}");
        assertThat(page.block("hl-meta")).doesNotContain("<").contains("\\u003c/script\\u003e");
    }

    @Test
    void showsWhatCannotBeSeen() {
        List<String> texts =
                List.of(
                        "a\u2028b",
                        "\u202Eevil",
                        "\t",
                        "  ",
                        " word",
                        "end\n",
                        "x".repeat(90) + "\t");
        String html = new PageFile(Report.of(Captures.made(1, 2, 2, texts, 0))).html();
        assertThat(html)
                .contains(">a‹U+2028›b</span>", ">‹U+202E›evil</span>", ">⇥</span>", ">··</span>")
                .contains(" <span class=\"token\" data-token=\"4\" role=\"option\">word</span>")
                .contains(">end↵\n</span>", ">" + "x".repeat(90) + "⇥</span>")
                .doesNotContain("\u2028", "\u202E");
    }

    @Test
    void aSplitCharacterIsOneUnit() {
        byte[] park = "公".getBytes(StandardCharsets.UTF_8);
        TokenSequence tokens =
                TokenSequence.of(
                        List.of(
                                new TokenPiece(
                                        1, "去".getBytes(StandardCharsets.UTF_8), TokenRole.USER),
                                new TokenPiece(2, new byte[] {park[0], park[1]}, TokenRole.USER),
                                new TokenPiece(3, new byte[] {park[2]}, TokenRole.USER)));
        AttentionMatrix matrix = AttentionMatrix.of(FloatBuffer.wrap(new float[9]), 3, 3);
        PageFile page =
                new PageFile(
                        new Heatmap("t", TokenMatrix.of(matrix, tokens.tokens(), tokens.tokens())));
        JsonObject meta = page.capture(0);
        assertThat(strings(meta.getAsJsonArray("labels"))).containsExactly("去", "公", "公");
        assertThat(strings(meta.getAsJsonArray("groups"))).containsExactly("0", "1", "1");
        assertThat(page.html())
                .containsOnlyOnce(">公</span>")
                .contains("class=\"token split\" data-token=\"1\"", "lang=\"zh\"");
    }

    @Test
    void idsWithoutTextsStandApart() {
        List<Token> ids = TokenSequence.ofIds(new int[] {19, 1119, 30}).tokens();
        AttentionMatrix matrix = AttentionMatrix.of(FloatBuffer.wrap(new float[9]), 3, 3);
        assertThat(new PageFile(new Heatmap("t", TokenMatrix.of(matrix, ids, ids))).html())
                .containsSubsequence(">19</span> <span", ">1119</span> <span", ">30</span></p>");
    }

    private static List<String> strings(JsonArray array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.getAsString()));
        return strings;
    }

    @Test
    void theLastGeneratedTokenIsTextWithoutARow() throws Exception {
        Attention attention = Captures.golden("apple_zh");
        PageFile page = new PageFile(Report.of(attention));
        assertThat(page.capture(0).get("queries").getAsInt()).isEqualTo(34);
        assertThat(page.capture(0).getAsJsonArray("labels")).hasSize(35);
        assertThat(page.html())
                .contains("class=\"token unread\" data-token=\"34\"")
                .contains("35 tokens · 4 layers × 6 heads · 2 key/value heads");
    }

    @Test
    void aLongCaptureHasItsMapAndSomeMatrices() throws Exception {
        Attention attention = Captures.made(1, 3, 3, Captures.words(1030), 0);
        PageCapture capture = PageCapture.of(attention);
        Survey survey = Survey.of(capture);
        Chunks chunks = new Chunks(capture, Bands.forCells(1), survey, 1, 1000);
        assertThat(chunks.hasAll()).isFalse();
        assertThat(chunks.slots()).containsExactly(1);
        assertThat(chunks.forms())
                .containsExactly(entry("0-0", "map"), entry("1-1", "dense"), entry("2-4", "map"));
        StringWriter facts = new StringWriter();
        new StaticParts(List.of(PreparedCapture.of(capture, 1000))).facts(new Html(facts));
        assertThat(facts.toString())
                .contains("1 matrices cell by cell, the others on the map only", "其余只在总览中");

        PageFile page = new PageFile(Report.of(attention));
        assertThat(page.capture(0).getAsJsonObject("forms").entrySet())
                .extracting(Map.Entry::getKey, form -> form.getValue().getAsString())
                .containsExactly(tuple("0-4", "dense"));
        assertThat(page.hasBlock("m-0-4")).isTrue();
        assertThat(page.hasBlock("m-0-5")).as("one layer has no rollout").isFalse();
        assertThat(page.bytes("map-0")).hasSize(4 * 32 * 32);
    }

    @Test
    void aWholeModelStaysSmall() {
        Attention attention = Captures.made(28, 28, 4, Captures.words(64), 0);
        assertThat(new PageFile(Report.of(attention)).html().length()).isLessThan(2_000_000);
    }

    @Test
    void twoCapturesShareAFile() throws Exception {
        PageFile page =
                new PageFile(
                        Report.of(
                                Captures.golden("apple_zh"),
                                Captures.golden("apple_zh_no_context")));
        assertThat(page.capture(0).get("name").getAsString()).startsWith("1: ");
        assertThat(page.capture(1).get("name").getAsString()).startsWith("2: ");
        assertThat(page.matrix(1, 0).queries()).isEqualTo(20);
    }
}
