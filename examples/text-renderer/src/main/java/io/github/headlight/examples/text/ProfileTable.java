package io.github.headlight.examples.text;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.HeadValues;
import io.github.headlight.view.Profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A profile as text: layers down, heads across. */
final class ProfileTable {
    private static final int MOST_LAYERS = 200;
    private static final int MOST_HEADS = 128;
    private static final int TEXT_CELLS = 100;

    private ProfileTable() {}

    static String of(Profile profile, RenderOptions options) {
        HeadValues values = profile.values();
        int layers = Math.min(MOST_LAYERS, values.layers());
        int heads = Math.min(MOST_HEADS, values.heads());
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of(""));
        for (int head = 0; head < heads; head++) {
            header.add(Integer.toString(head));
        }
        table.add(header);
        for (int layer = 0; layer < layers; layer++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(layer)));
            for (int head = 0; head < heads; head++) {
                row.add(cell(values.get(layer, head), profile.top()));
            }
            table.add(row);
        }
        return DisplayText.fit(profile.title(), TEXT_CELLS)
                + "\n\n"
                + table
                + "\n"
                + note(profile, options.language() == Language.ZH)
                + "\n";
    }

    private static String cell(double value, double top) {
        return Double.isNaN(value)
                ? "–"
                : TextTable.bar(value / top) + String.format(Locale.ROOT, "%.2f", value);
    }

    private static String note(Profile profile, boolean chinese) {
        int layers = profile.values().layers();
        int heads = profile.values().heads();
        String quantity = DisplayText.fit(profile.quantity(), TEXT_CELLS);
        String note =
                chinese
                        ? "行为层，列为头；数值为" + quantity + "，满格为 " + profile.top() + "，– 表示无定义。"
                        : "Rows are layers, columns are heads; numbers are "
                                + quantity
                                + ", a full bar is "
                                + profile.top()
                                + ", – is not defined.";
        if (layers <= MOST_LAYERS && heads <= MOST_HEADS) {
            return note;
        }
        return note
                + (chinese
                        ? "\n未全部显示：共 " + layers + " 层，每层 " + heads + " 个头。"
                        : "\nNot all are shown: there are "
                                + layers
                                + " layers of "
                                + heads
                                + " heads.");
    }
}
