package io.github.headlight.internal.canvas;

import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Batik's tree of groups as a flat list of shapes, each with the style that it needs and no more.
 * When written, neighbours share a group for what they have in common: the coordinate system, and
 * within it the style.
 */
final class SvgShapes {
    /** What Batik writes only where it differs from this. */
    private static final Map<String, String> BATIK_DEFAULTS =
            Map.of("fill", "black", "stroke", "black", "stroke-linecap", "square");

    /** Properties of style, with what readers assume for them, which need not be written. */
    private static final Map<String, String> STYLE =
            Map.ofEntries(
                    Map.entry("fill", "black"),
                    Map.entry("fill-opacity", "1"),
                    Map.entry("font-size", "medium"),
                    Map.entry("font-style", "normal"),
                    Map.entry("font-weight", "normal"),
                    Map.entry("shape-rendering", "auto"),
                    Map.entry("stroke", "none"),
                    Map.entry("stroke-dasharray", "none"),
                    Map.entry("stroke-dashoffset", "0"),
                    Map.entry("stroke-linecap", "butt"),
                    Map.entry("stroke-linejoin", "miter"),
                    Map.entry("stroke-opacity", "1"),
                    Map.entry("stroke-width", "1"),
                    Map.entry("text-anchor", "start"));

    private final List<Shape> shapes = new ArrayList<>();

    /**
     * A shape, line of text or image.
     *
     * @param frame attributes that whole parts of a picture share
     * @param style other attributes that neighbours may share
     * @param element has the shape's own attributes
     */
    private record Shape(
            SortedMap<String, String> frame, SortedMap<String, String> style, Element element) {}

    private SvgShapes() {}

    static SvgShapes collect(Element group) {
        SvgShapes all = new SvgShapes();
        all.collect(group, new TreeMap<>(BATIK_DEFAULTS), "");
        return all;
    }

    private void collect(Element element, SortedMap<String, String> inherited, String transform) {
        if (!"g".equals(element.getTagName())) {
            SortedMap<String, String> frame = new TreeMap<>();
            SortedMap<String, String> style = new TreeMap<>();
            own(element, inherited)
                    .forEach(
                            (name, value) ->
                                    (name.startsWith("shape") ? frame : style)
                                            .put(name, shorter(value)));
            if (!transform.isEmpty()) {
                frame.put("transform", transform);
            }
            shapes.add(new Shape(frame, style, element));
            return;
        }
        SortedMap<String, String> style = styles(element, inherited);
        String all = (transform + " " + element.getAttribute("transform")).strip();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                collect(inner, style, all);
            }
        }
    }

    private static SortedMap<String, String> styles(
            Element element, SortedMap<String, String> inherited) {
        SortedMap<String, String> styles = new TreeMap<>(inherited);
        forEachAttribute(
                element,
                attribute -> {
                    if (STYLE.containsKey(attribute.getNodeName())) {
                        styles.put(attribute.getNodeName(), attribute.getNodeValue());
                    }
                });
        return styles;
    }

    /** The properties that make a difference to an element. */
    private static SortedMap<String, String> own(
            Element element, SortedMap<String, String> inherited) {
        SortedMap<String, String> styles = styles(element, inherited);
        boolean stroked = !"none".equals(styles.get("stroke"));
        String tag = element.getTagName();
        styles.entrySet()
                .removeIf(
                        style ->
                                style.getValue().equals(STYLE.get(style.getKey()))
                                        || !applies(style.getKey(), tag, stroked));
        return styles;
    }

    private static boolean applies(String name, String tag, boolean stroked) {
        if ("image".equals(tag)) {
            return false;
        }
        if (name.startsWith("stroke")) {
            return stroked;
        }
        boolean ofText = name.startsWith("font") || name.startsWith("text");
        return name.startsWith("fill") || "text".equals(tag) == ofText;
    }

    /** A colour as {@code #rrggbb}. */
    private static String shorter(String value) {
        if (!value.startsWith("rgb(")) {
            return value;
        }
        StringBuilder hex = new StringBuilder("#");
        for (String part : value.substring(4, value.length() - 1).split(",", -1)) {
            int channel = Integer.parseInt(part.strip());
            hex.append(Character.forDigit(channel >> 4, 16));
            hex.append(Character.forDigit(channel & 15, 16));
        }
        return hex.toString();
    }

    private static void forEachAttribute(Element element, Consumer<Node> action) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            action.accept(attributes.item(i));
        }
    }

    void writeTo(SvgWriter svg) {
        writeRuns(
                shapes,
                Shape::frame,
                svg,
                (framed, frame) ->
                        writeRuns(
                                framed,
                                Shape::style,
                                svg,
                                (styled, style) ->
                                        styled.forEach(shape -> write(shape, frame, style, svg))));
    }

    /** Writes neighbours that agree in something. */
    private interface RunWriter {
        /**
         * Writes some neighbours.
         *
         * @param run the neighbours
         * @param attributes what each of them still has to say, because no group says it
         */
        void write(List<Shape> run, SortedMap<String, String> attributes);
    }

    private static void writeRuns(
            List<Shape> shapes,
            Function<Shape, SortedMap<String, String>> common,
            SvgWriter svg,
            RunWriter writer) {
        for (int from = 0; from < shapes.size(); ) {
            SortedMap<String, String> attributes = common.apply(shapes.get(from));
            int to = from + 1;
            while (to < shapes.size() && common.apply(shapes.get(to)).equals(attributes)) {
                to++;
            }
            List<Shape> run = shapes.subList(from, to);
            if (run.size() > 1 && !attributes.isEmpty()) {
                svg.begin("g", attributes);
                writer.write(run, new TreeMap<>());
                svg.end("g");
            } else {
                writer.write(run, attributes);
            }
            from = to;
        }
    }

    private static void write(
            Shape shape,
            SortedMap<String, String> frame,
            SortedMap<String, String> style,
            SvgWriter svg) {
        SortedMap<String, String> attributes = new TreeMap<>(style);
        forEachAttribute(
                shape.element(),
                attribute -> {
                    if (!STYLE.containsKey(attribute.getNodeName())) {
                        attributes.put(attribute.getNodeName(), attribute.getNodeValue());
                    }
                });
        frame.forEach(
                (name, value) -> attributes.merge(name, value, (own, outer) -> outer + " " + own));
        String tag = shape.element().getTagName();
        if (!shape.element().hasChildNodes()) {
            svg.empty(tag, attributes);
            return;
        }
        svg.begin(tag, attributes);
        Node child = shape.element().getFirstChild();
        for (; child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                svg.element(inner.getTagName(), inner.getTextContent());
            } else {
                svg.text(child.getNodeValue());
            }
        }
        svg.end(tag);
    }
}
