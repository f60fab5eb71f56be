package io.github.headlight.view;

/** Something about attention that a renderer can draw. */
public sealed interface AttentionView
        permits Heatmap, HeadGrid, HeadLinks, TokenShades, Profile, Difference, Report {
    /** {@return the kind of view, as written on the command line} */
    String kind();

    /** {@return the title, plain text} */
    String title();
}
