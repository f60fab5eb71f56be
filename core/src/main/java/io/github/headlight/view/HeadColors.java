package io.github.headlight.view;

import java.util.List;

/**
 * Colours that tell heads apart, as many as {@link HeadLinks#MOST_HEADS}. Seen with protanopia,
 * deuteranopia or tritanopia (Machado et al. 2009), any two differ by at least 19 in CIELAB; on the
 * background each has a contrast of 3 or more.
 */
public final class HeadColors {
    private static final List<Integer> LIGHT =
            List.of(0x1a45c8, 0xd55e00, 0x1fa876, 0x60007a, 0x8984ff, 0x722400, 0x33303a, 0x9474a8);
    private static final List<Integer> DARK =
            List.of(0x3b9be6, 0xff9a3d, 0x4fe896, 0x9766ff, 0x9ad8fd, 0xf7e53b, 0xe6f5ee, 0xc08f8f);

    private HeadColors() {}

    /**
     * {@return the colours in the order in which they are given to heads, {@code 0xRRGGBB}}
     *
     * @param theme light or dark
     */
    public static List<Integer> of(Theme theme) {
        return theme == Theme.LIGHT ? LIGHT : DARK;
    }
}
