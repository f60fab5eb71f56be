package io.github.headlight.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.OutputException;
import io.github.headlight.error.RendererNotFoundException;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class RenderersTest {
    /** Draws the title of heatmaps; has the constructor that the service loader wants. */
    public static class TitleRenderer implements Renderer {
        private final String id;

        public TitleRenderer() {
            this("title");
        }

        TitleRenderer(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String mediaType() {
            return "text/plain";
        }

        @Override
        public String fileExtension() {
            return "txt";
        }

        @Override
        public boolean supports(AttentionView view) {
            return view instanceof Heatmap;
        }

        @Override
        public void write(AttentionView view, RenderOptions options, OutputStream out)
                throws IOException {
            out.write(view.title().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Has the same id. */
    public static final class OtherTitleRenderer extends TitleRenderer {}

    private static final Heatmap HEATMAP =
            Heatmap.ofHead(RendererContractTest.sample(1, 1, List.of("a", "b")), 0, 0);

    @TempDir private Path folder;

    @Test
    void findsByIdAndListsInOrder() {
        Renderers renderers =
                Renderers.discover()
                        .with(List.of(new TitleRenderer("zz"), new TitleRenderer("aa")));
        assertThat(renderers.get("zz").id()).isEqualTo("zz");
        assertThat(renderers.list()).extracting(Renderer::id).isSorted().contains("aa", "zz");
    }

    @Test
    void unknownIdsNameTheKnownAndTheArtifact() {
        Renderers renderers = Renderers.discover().with(List.of(new TitleRenderer()));
        assertThatThrownBy(() -> renderers.get("swg"))
                .isInstanceOf(RendererNotFoundException.class)
                .hasMessageContainingAll("\"swg\"", Renderer.class.getName(), "title");
        assertThatThrownBy(() -> renderers.get("html"))
                .hasMessageContaining("add the artifact headlight-renderers-html");
        assertThatThrownBy(() -> Renderers.find("png"))
                .hasMessageContaining("add the artifact headlight-renderers-svg");
    }

    @Test
    void twoWithOneIdAreRefused() {
        Renderers one = Renderers.discover().with(List.of(new TitleRenderer()));
        assertThatThrownBy(() -> one.with(List.of(new OtherTitleRenderer())))
                .isInstanceOf(RendererNotFoundException.class)
                .hasMessageContainingAll(
                        "title", TitleRenderer.class.getName(), OtherTitleRenderer.class.getName());
        assertThat(one.get("title")).isExactlyInstanceOf(TitleRenderer.class);
    }

    @Test
    void discoversWhatServiceFilesName() throws IOException {
        withServices(
                TitleRenderer.class.getName(),
                () -> {
                    assertThat(Renderers.find("title")).isInstanceOf(TitleRenderer.class);
                    assertThat(Renderers.discover().list()).hasSize(1);
                });
    }

    @Test
    void refusesServiceFilesThatNameTwoWithOneId() throws IOException {
        withServices(
                TitleRenderer.class.getName() + "\n" + OtherTitleRenderer.class.getName(),
                () ->
                        assertThatThrownBy(Renderers::discover)
                                .isInstanceOf(RendererNotFoundException.class)
                                .hasMessageContaining("two renderers have the id title"));
    }

    @Test
    void refusesServiceFilesThatNameNothing() throws IOException {
        withServices(
                "no.such.Renderer",
                () ->
                        assertThatThrownBy(Renderers::discover)
                                .isInstanceOf(RendererNotFoundException.class)
                                .hasMessageContaining("no.such.Renderer"));
    }

    private void withServices(String classes, Runnable test) throws IOException {
        Path services = folder.resolve("META-INF/services");
        Files.createDirectories(services);
        Files.writeString(services.resolve(Renderer.class.getName()), classes);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] urls = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, before)) {
            thread.setContextClassLoader(loader);
            test.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void drawsToFilesAndStreams() throws IOException {
        Path file = folder.resolve("deep/er/picture.txt");
        new TitleRenderer().render(HEATMAP, RenderOutput.file(file));
        assertThat(file).hasContent("Layer 0 · Head 0");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TitleRenderer().render(HEATMAP, RenderOutput.stream(out));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Layer 0 · Head 0");
    }

    @Test
    void refusesViewsItCannotDraw() {
        Report report = Report.of(RendererContractTest.sample(1, 1, List.of("a")));
        Path file = folder.resolve("x");
        assertThatThrownBy(() -> new TitleRenderer().render(report, RenderOutput.file(file)))
                .isInstanceOf(RendererNotFoundException.class)
                .hasMessageContainingAll("title", "report");
        assertThat(file).doesNotExist();
    }

    @Test
    void sectionsThatAreNotThereAreRefused() {
        Renderer renderer = new TitleRenderer();
        assertThatCode(() -> renderer.requireSections(List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> renderer.requireSections(List.of("advice")))
                .isInstanceOf(RendererNotFoundException.class)
                .hasMessageContainingAll("title", "\"advice\"", "found: none");
    }

    @Test
    void brokenStreamsAreOneKindOfError() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("pipe is closed");
                    }
                };
        assertThatThrownBy(() -> new TitleRenderer().render(HEATMAP, RenderOutput.stream(broken)))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("pipe is closed");
    }

    @Test
    void infoNamesTheClassAndWhereItIs() {
        RendererInfo info = RendererInfo.of(new TitleRenderer());
        assertThat(info.id()).isEqualTo("title");
        assertThat(info.className()).isEqualTo(TitleRenderer.class.getName());
        assertThat(info.artifact()).isNotEmpty();
        assertThat(info.version()).isNotEmpty();
    }

    @Test
    void optionsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RenderOptions.DEFAULT.withPixelRatio(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RenderOptions.DEFAULT.withPixelRatio(Double.NaN));
    }
}
