package io.github.headlight.renderers.svg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.render.Renderer;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/** The renderers as a program on the module path finds them. */
class ModulePathTest {
    @Test
    void areFoundOnTheModulePath() {
        Path[] modules =
                Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(System.getProperty("java.class.path"))
                        .filter(entry -> !entry.contains("test"))
                        .map(Path::of)
                        .toArray(Path[]::new);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration found =
                boot.configuration()
                        .resolve(
                                ModuleFinder.of(modules),
                                ModuleFinder.of(),
                                Set.of("io.github.headlight.renderers.svg"));
        ModuleLayer layer =
                boot.defineModulesWithOneLoader(found, ClassLoader.getPlatformClassLoader());
        Class<?> service;
        try {
            service =
                    layer.findLoader("io.github.headlight.core")
                            .loadClass(Renderer.class.getName());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        assertThat(ServiceLoader.load(layer, service))
                .extracting(renderer -> renderer.getClass().getSimpleName())
                .containsExactlyInAnyOrder("PdfRenderer", "PngRenderer", "SvgRenderer");
    }
}
