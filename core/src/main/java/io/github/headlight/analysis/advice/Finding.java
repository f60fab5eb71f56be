package io.github.headlight.analysis.advice;

import java.util.List;

/** What one rule measured on one prompt. */
public sealed interface Finding
        permits InstructionFinding, AmbiguityFinding, SeparatorFinding, AnchorFinding {

    /** {@return which rule} */
    Rule rule();

    /** {@return what was found, in words} */
    Outcome outcome();

    /** {@return the figures that can be compared between prompts} */
    List<Figure> figures();
}
