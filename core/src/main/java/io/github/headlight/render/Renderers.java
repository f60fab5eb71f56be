package io.github.headlight.render;

import io.github.headlight.error.RendererNotFoundException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * A set of renderers, one for each id: those found by {@link ServiceLoader} on the class path or
 * module path, and those that a program adds itself. Immutable.
 */
public final class Renderers {
    private final Map<String, Renderer> byId;

    private Renderers(Map<String, Renderer> byId) {
        this.byId = byId;
    }

    /**
     * {@return the renderers on the class path and module path}
     *
     * @throws RendererNotFoundException if two have one id, or one cannot be loaded
     */
    public static Renderers discover() {
        List<Renderer> found = new ArrayList<>();
        try {
            ServiceLoader.load(Renderer.class).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new RendererNotFoundException(
                    "a renderer could not be loaded: "
                            + e.getMessage()
                            + "; repair or remove its artifact",
                    e);
        }
        found.sort(Comparator.comparing(Renderer::id).thenComparing(r -> r.getClass().getName()));
        return new Renderers(new TreeMap<>()).with(found);
    }

    /**
     * {@return the discovered renderer with an id}
     *
     * @param id {@code svg}, {@code png}, {@code html}, or that of a plug-in
     * @throws RendererNotFoundException if there is none; the message lists those there are
     */
    public static Renderer find(String id) {
        return discover().get(id);
    }

    /**
     * {@return these renderers and others}
     *
     * @param others renderers whose ids are not taken
     * @throws RendererNotFoundException if an id is taken
     */
    public Renderers with(List<? extends Renderer> others) {
        Map<String, Renderer> all = new TreeMap<>(byId);
        for (Renderer renderer : others) {
            Renderer taken = all.putIfAbsent(renderer.id(), renderer);
            if (taken != null) {
                throw new RendererNotFoundException(
                        "two renderers have the id "
                                + renderer.id()
                                + ": "
                                + RendererInfo.of(taken)
                                + " and "
                                + RendererInfo.of(renderer)
                                + "; remove one");
            }
        }
        return new Renderers(all);
    }

    /**
     * {@return the renderer with an id}
     *
     * @param id {@code svg}, {@code png}, {@code html}, or that of a plug-in
     * @throws RendererNotFoundException if there is none; the message lists those there are
     */
    public Renderer get(String id) {
        Renderer renderer = byId.get(id);
        if (renderer != null) {
            return renderer;
        }
        throw new RendererNotFoundException(
                "no renderer \""
                        + id
                        + "\" ("
                        + Renderer.class.getName()
                        + ") is there; found: "
                        + (byId.isEmpty() ? "none" : String.join(", ", byId.keySet()))
                        + advice(id));
    }

    private static String advice(String id) {
        return switch (id) {
            case "svg", "png", "pdf" -> "; add the artifact headlight-renderers-svg";
            case "html" -> "; add the artifact headlight-renderers-html";
            default -> "; add the artifact that brings it";
        };
    }

    /** {@return all renderers, in order of id} */
    public List<Renderer> list() {
        return List.copyOf(byId.values());
    }
}
