package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.view.HeadLinks;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** Two columns of tokens, queries left and keys right, and lines between them. */
final class LinksFigure implements Figure {
    /** How far a line leaves level, in parts of the distance of the columns. */
    private static final double BEND = 0.22;

    private final HeadLinks heads;
    private final Ink ink;
    private final Links links;
    private final LinksLayout layout;
    private final LinkInk lines;
    private final LinksLegend legend;
    private final Page page;

    LinksFigure(HeadLinks heads, Ink ink) {
        this.heads = heads;
        this.ink = ink;
        this.links = Links.of(heads, ink.shading());
        this.layout = new LinksLayout(heads, links, ink);
        this.lines = LinkInk.of(heads.heads().size(), layout.pitch(), ink);
        this.legend = new LinksLegend(heads, links, lines, ink);
        this.page = new Page(layout.size(heads.title(), legend, ink), heads.title(), ink);
    }

    @Override
    public Size size() {
        return page.size();
    }

    @Override
    public String title() {
        return heads.title();
    }

    @Override
    public String description() {
        return LinksText.describe(heads, links, ink.words()) + legend.description();
    }

    LinksLayout layout() {
        return layout;
    }

    LinkInk lines() {
        return lines;
    }

    @Override
    public void paint(Canvas canvas) {
        page.paint(canvas);
        paintLinks(canvas.graphics());
        paintTicks(canvas.graphics());
        canvas.text(
                TextLine.of(
                        ink.words().query(),
                        layout.left() - 6,
                        layout.nameY(ink),
                        Anchor.END,
                        ink.note()));
        canvas.text(
                TextLine.of(
                        ink.words().key(),
                        layout.right() + 6,
                        layout.nameY(ink),
                        Anchor.START,
                        ink.note()));
        layout.queries().lines(layout.left(), layout.top(), ink).forEach(canvas::text);
        layout.keys().lines(layout.right(), layout.top(), ink).forEach(canvas::text);
        legend.paint(layout.legendX(ink), Page.top(ink), canvas);
    }

    /** The strongest come last, above the others. */
    private void paintLinks(Graphics2D g) {
        int from = 0;
        for (int level = 1; level <= Links.LEVELS; level++) {
            int to = from;
            Path2D[] paths = new Path2D[heads.heads().size()];
            for (; to < links.drawn().size(); to++) {
                Link link = links.drawn().get(to);
                if (Links.level(link.position()) != level) {
                    break;
                }
                if (paths[link.head()] == null) {
                    paths[link.head()] = new Path2D.Double();
                }
                add(link, paths[link.head()]);
            }
            for (int head = 0; head < paths.length; head++) {
                if (paths[head] != null) {
                    lines.choose(head, level, g);
                    g.draw(paths[head]);
                }
            }
            from = to;
        }
    }

    private void add(Link link, Path2D path) {
        double bend = BEND * (layout.right() - layout.left());
        double from = layout.queryY(link.query());
        double to = layout.keyY(link.key());
        path.moveTo(layout.left(), from);
        if (from == to) {
            path.lineTo(layout.right(), to);
        } else {
            path.curveTo(layout.left() + bend, from, layout.right() - bend, to, layout.right(), to);
        }
    }

    private void paintTicks(Graphics2D g) {
        g.setPaint(ink.line());
        g.setStroke(new BasicStroke(1));
        for (double y : layout.queries().ticks()) {
            double at = layout.top() + y;
            g.draw(new Line2D.Double(layout.left() - 4, at, layout.left() - 1, at));
        }
        for (double y : layout.keys().ticks()) {
            double at = layout.top() + y;
            g.draw(new Line2D.Double(layout.right() + 1, at, layout.right() + 4, at));
        }
    }
}
