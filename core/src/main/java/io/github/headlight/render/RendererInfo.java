package io.github.headlight.render;

import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.security.CodeSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a renderer comes from, for lists and messages.
 *
 * @param id see {@link Renderer#id}
 * @param mediaType see {@link Renderer#mediaType}
 * @param fileExtension see {@link Renderer#fileExtension}
 * @param className the class
 * @param artifact the module or jar it was found in
 * @param version the artifact's version, or {@code unknown}
 */
public record RendererInfo(
        String id,
        String mediaType,
        String fileExtension,
        String className,
        String artifact,
        String version) {

    /**
     * {@return where a renderer comes from}
     *
     * @param renderer the renderer
     */
    public static RendererInfo of(Renderer renderer) {
        Class<?> type = renderer.getClass();
        return new RendererInfo(
                renderer.id(),
                renderer.mediaType(),
                renderer.fileExtension(),
                type.getName(),
                artifact(type),
                version(type));
    }

    private static String artifact(Class<?> type) {
        String title = type.getPackage().getImplementationTitle();
        if (title != null) {
            return title;
        }
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            String path = URI.create(source.getLocation().toString().replace(" ", "%20")).getPath();
            if (path != null && path.toLowerCase(Locale.ROOT).endsWith(".jar")) {
                return path.substring(path.lastIndexOf('/') + 1);
            }
        }
        return Optional.ofNullable(type.getModule().getName()).orElse("class path");
    }

    private static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        if (version != null) {
            return version;
        }
        return Optional.ofNullable(type.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("unknown");
    }

    @Override
    public String toString() {
        return id + " (" + className + " in " + artifact + ")";
    }
}
