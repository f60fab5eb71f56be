package io.github.headlight.view;

/** The colours of a picture beside those of its values, as {@code 0xRRGGBB}. */
public enum Theme {
    /** Dark on white, for paper. */
    LIGHT(0xffffff, 0xeceff2, 0xb35900, 0x1b1f24, 0x57606a, 0xd0d7de),
    /** Light on near-black, for screens. */
    DARK(0x0f1318, 0x1a2028, 0xffb454, 0xe6edf3, 0x9aa6b2, 0x30363d);

    private final int background;

    private final int masked;
    private final int mark;
    private final int text;
    private final int dimText;
    private final int line;

    Theme(int background, int masked, int mark, int text, int dimText, int line) {
        this.background = background;
        this.masked = masked;
        this.mark = mark;
        this.text = text;
        this.dimText = dimText;
        this.line = line;
    }

    /** {@return the page's background} */
    public int background() {
        return background;
    }

    /** {@return the colour of cells that a causal model cannot see} */
    public int masked() {
        return masked;
    }

    /** {@return the colour that marks a choice} */
    public int mark() {
        return mark;
    }

    /** {@return the colour of text} */
    public int text() {
        return text;
    }

    /** {@return the colour of text that stands back} */
    public int dimText() {
        return dimText;
    }

    /** {@return the colour of lines} */
    public int line() {
        return line;
    }
}
