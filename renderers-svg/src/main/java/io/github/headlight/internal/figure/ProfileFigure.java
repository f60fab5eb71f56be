package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.Canvas;
import io.github.headlight.internal.canvas.Size;
import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;
import io.github.headlight.view.Profile;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/** A number for each head as a coloured cell, layers down, heads across. */
final class ProfileFigure implements Figure {
    private final Profile profile;
    private final Ink ink;
    private final ProfileCells cells;
    private final TextStyle numbers;
    private final HeadTable table;
    private final HeadTableLayout layout;

    ProfileFigure(Profile profile, Ink ink) {
        this.profile = profile;
        this.ink = ink;
        this.cells = new ProfileCells(profile, ink.shading());
        this.numbers = ink.text(ink.scaled(9));
        this.table = table();
        this.layout =
                new HeadTableLayout(
                        profile.title(),
                        table,
                        ProfileLegend.of(profile, cells, hasLabels(), table, ink),
                        ink);
    }

    private HeadTable table() {
        int layers = cells.values().layers();
        int heads = cells.values().heads();
        int width = Math.max(12, Math.min(44, 720 / heads));
        int height = Math.max(12, Math.min(24, 720 / layers));
        if (ink.options().cellValues()) {
            width = Math.max(width, (int) Math.ceil(labelWidth() + 6));
            height = Math.max(height, (int) Math.ceil(1.5 * numbers.size()));
        }
        return new HeadTable(layers, heads, profile.kvHeads(), width, height, 1, 4);
    }

    private double labelWidth() {
        double widest = 0;
        for (int layer = 0; layer < cells.values().layers(); layer++) {
            for (int head = 0; head < cells.values().heads(); head++) {
                widest = Math.max(widest, TextWidth.of(cells.label(layer, head), numbers));
            }
        }
        return widest;
    }

    private boolean hasLabels() {
        return labelWidth() + 4 <= table.cellWidth() && 1.2 * numbers.size() <= table.cellHeight();
    }

    @Override
    public Size size() {
        return layout.size();
    }

    @Override
    public String title() {
        return profile.title();
    }

    @Override
    public String description() {
        return ProfileText.describe(profile, cells, ink.words()) + layout.legend().description();
    }

    HeadTable shape() {
        return table;
    }

    HeadTableLayout layout() {
        return layout;
    }

    @Override
    public void paint(Canvas canvas) {
        layout.paint(canvas);
        Graphics2D g = canvas.graphics();
        AffineTransform before = g.getTransform();
        g.translate(layout.left(), layout.top());
        paintGroups(g);
        paintCells(g);
        g.setTransform(before);
        if (hasLabels()) {
            paintLabels(canvas);
        }
    }

    /** What shows between the cells of a group is its grid. */
    private void paintGroups(Graphics2D g) {
        g.setPaint(ink.line());
        int heads = table.isGrouped() ? table.group() : table.heads();
        for (int head = 0; head < table.heads(); head += heads) {
            int left = table.x(head) - 1;
            int right = table.x(head + heads - 1) + table.cellWidth() + 1;
            g.fill(new Rectangle2D.Double(left, -1, right - left, table.height() + 2));
        }
    }

    private void paintCells(Graphics2D g) {
        LevelPaths paths = new LevelPaths();
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                boolean defined = cells.isDefined(layer, head);
                int x = table.x(head);
                int y = table.y(layer);
                paths.add(
                        defined ? cells.level(layer, head) : CellGrid.MASKED,
                        x,
                        y,
                        table.cellWidth(),
                        table.cellHeight());
            }
        }
        paths.fill(CellGrid.palette(ink), ink.line(), g);
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                if (!cells.isDefined(layer, head)) {
                    Hatch.paint(
                            table.x(head),
                            table.y(layer),
                            table.cellWidth(),
                            table.cellHeight(),
                            ink,
                            g);
                }
            }
        }
    }

    private void paintLabels(Canvas canvas) {
        int[] palette = CellGrid.palette(ink);
        for (int layer = 0; layer < table.layers(); layer++) {
            for (int head = 0; head < table.heads(); head++) {
                if (!cells.isDefined(layer, head)) {
                    continue;
                }
                Color color = Ink.on(palette[cells.level(layer, head)], numbers.color());
                canvas.text(
                        new TextLine(
                                cells.label(layer, head),
                                cells.full(layer, head),
                                layout.left() + table.x(head) + table.cellWidth() / 2.0,
                                layout.top() + table.y(layer) + table.cellHeight() / 2.0,
                                Anchor.MIDDLE,
                                0,
                                new TextStyle(numbers.size(), false, color)));
            }
        }
    }
}
