package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.token.TokenRole;
import io.github.headlight.view.Shading;
import io.github.headlight.view.TokenShades;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** The text itself, its tokens shaded by how much a chosen one looks at them, or they at it. */
final class ShadesFigure implements Figure {
    private static final double LEGEND_GAP = 20;

    private final TokenShades view;
    private final Ink ink;
    private final Shades shades;
    private final TextFlow flow;
    private final ColorStrip legend;
    private final Page page;
    private final double top;

    ShadesFigure(TokenShades view, Ink ink) {
        this.view = view;
        this.ink = ink;
        this.shades = new Shades(view, ink.shading());
        this.flow = flow();
        this.legend = legend();
        this.top = Math.round(Page.top(ink) + ink.scaled(20));
        double width = 2 * Page.MARGIN + Math.max(flow.width(), legend.width());
        double height = top + flow.height() + LEGEND_GAP + legend.height() + Page.MARGIN;
        this.page =
                new Page(
                        new Size(
                                Math.ceil(Math.max(width, Page.widthFor(view.title(), ink))),
                                Math.ceil(height)),
                        view.title(),
                        ink);
    }

    /** Long texts are set smaller and wider. */
    private TextFlow flow() {
        int tokens = view.text().size();
        double fontSize = tokens <= 200 ? 14 : tokens <= 800 ? 12 : 10;
        double width = tokens <= 200 ? 640 : tokens <= 800 ? 720 : 860;
        return new TextFlow(view.text(), Math.round(ink.scaled(width)), ink.scaled(fontSize), ink);
    }

    private ColorStrip legend() {
        Shading shading = ink.shading();
        Wording words = ink.words();
        List<Note> notes = new ArrayList<>();
        notes.add(Note.of(HeatmapLegend.scale(shading.scale(), words)));
        if (shades.has(CellGrid.MASKED)) {
            notes.add(Note.of(ink.masked(), words.cannotSee(view.direction())));
        }
        notes.addAll(
                Notes.of(
                        shading,
                        view.links().lens(),
                        view.links().reduction(),
                        shades.has(CellGrid.LEFT_OUT),
                        ink));
        if (shades.has(TokenRole.GENERATED)) {
            notes.add(Note.of(words.underlined()));
        }
        if (shades.has(TokenRole.TEMPLATE)) {
            notes.add(Note.of(words.template()));
        }
        return new ColorStrip(
                words.probability(), Tick.of(shading.scale(), shades.top()), notes, ink);
    }

    @Override
    public Size size() {
        return page.size();
    }

    @Override
    public String title() {
        return view.title();
    }

    @Override
    public String description() {
        return ShadesText.describe(view, ink.words()) + legend.description();
    }

    TextFlow text() {
        return flow;
    }

    /** {@return top edge of the text} */
    double top() {
        return top;
    }

    @Override
    public void paint(Canvas canvas) {
        page.paint(canvas);
        page.line(
                ShadesText.question(view, ink.words()),
                Page.top(ink) + ink.scaled(4),
                ink.dim(ink.scaled(12)),
                canvas);
        Graphics2D g = canvas.graphics();
        AffineTransform before = g.getTransform();
        g.translate(Page.MARGIN, top);
        paintBoxes(g);
        paintGenerated(g);
        paintChosen(g);
        g.setTransform(before);
        paintText(canvas);
        legend.paint(Page.MARGIN, top + flow.height() + LEGEND_GAP, canvas);
    }

    private void paintBoxes(Graphics2D g) {
        LevelPaths paths = new LevelPaths();
        for (int i = 0; i < flow.boxes().size(); i++) {
            TextFlow.Box box = flow.boxes().get(i);
            paths.add(shades.level(i), box.x(), box.y(), box.width(), box.height());
        }
        paths.fill(CellGrid.palette(ink), ink.background(), g);
        for (int i = 0; i < flow.boxes().size(); i++) {
            if (shades.level(i) == CellGrid.LEFT_OUT) {
                TextFlow.Box box = flow.boxes().get(i);
                Hatch.paint(box.x(), box.y(), box.width(), box.height(), ink, g);
            }
        }
    }

    /** What the model wrote is underlined. */
    private void paintGenerated(Graphics2D g) {
        Path2D lines = new Path2D.Double();
        for (TextFlow.Box box : flow.boxes()) {
            if (box.token().role() == TokenRole.GENERATED) {
                double y = box.y() + box.height() + 1.5;
                lines.moveTo(box.x(), y);
                lines.lineTo(box.x() + box.width() + TextFlow.GAP, y);
            }
        }
        g.setPaint(ink.note().color());
        g.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(lines);
    }

    private void paintChosen(Graphics2D g) {
        TextFlow.Box box = flow.boxes().get(view.chosen());
        g.setPaint(ink.mark());
        g.setStroke(new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    }

    private void paintText(Canvas canvas) {
        int[] palette = CellGrid.palette(ink);
        for (int i = 0; i < flow.boxes().size(); i++) {
            TextFlow.Box box = flow.boxes().get(i);
            canvas.text(
                    new TextLine(
                            box.text(),
                            box.token().full(),
                            Page.MARGIN + box.middleX(),
                            top + box.middleY(),
                            Anchor.MIDDLE,
                            0,
                            style(i, palette[shades.level(i)])));
        }
    }

    /** Text that should stand back does so where it can be read. */
    private TextStyle style(int index, int beneath) {
        RunningToken token = flow.boxes().get(index).token();
        boolean dim =
                token.role() == TokenRole.TEMPLATE
                        || token.part()
                        || shades.level(index) >= CellGrid.LEFT_OUT;
        double size = flow.style(token).size();
        Color wanted = (dim ? ink.dim(size) : ink.text(size)).color();
        return new TextStyle(size, false, Ink.on(beneath, wanted));
    }
}
