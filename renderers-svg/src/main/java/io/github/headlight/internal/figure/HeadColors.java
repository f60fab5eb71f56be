package io.github.headlight.internal.figure;

import io.github.headlight.view.Theme;

import java.util.List;

/**
 * Colours that tell heads apart, also for readers with colour vision deficiency: neighbours differ
 * in hue and in lightness.
 */
final class HeadColors {
    private static final List<Integer> LIGHT =
            List.of(0x0b5fa5, 0xd55e00, 0x00916e, 0x8f2d7f, 0x4aa3df, 0x8a6d00, 0x3b3f46, 0xe0569b);
    private static final List<Integer> DARK =
            List.of(0x6fb3ff, 0xff9249, 0x3ddcae, 0xc58cff, 0xa8dcff, 0xf2cf4a, 0xe6edf3, 0xff7eb8);

    private HeadColors() {}

    /**
     * {@return the colour of a head, {@code 0xRRGGBB}}
     *
     * @param theme light or dark
     * @param head 0 to 7
     */
    static int of(Theme theme, int head) {
        return (theme == Theme.LIGHT ? LIGHT : DARK).get(head);
    }
}
