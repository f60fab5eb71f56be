package io.github.headlight.analysis.advice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much attention the key instruction receives, and what other places of the prompt do.
 *
 * @param instruction the instruction; empty if the prompt has none
 * @param received what it receives; empty if there is no instruction
 * @param position how much of the other content stands before it: 0 for none to 1 for all
 * @param before content tokens before it, which cannot see it
 * @param after content tokens of the prompt behind it, which can
 * @param places what the other content of each third of the prompt receives from the rows that
 *     wrote the answer; a third that has none is missing
 * @param segments what each sentence of the prompt receives, in order
 * @param outcome what was found
 */
public record InstructionFinding(
        Optional<Instruction> instruction,
        Optional<SegmentShare> received,
        OptionalDouble position,
        int before,
        int after,
        Map<Place, Share> places,
        List<SegmentShare> segments,
        Outcome outcome)
        implements Finding {
    public InstructionFinding {
        places = Map.copyOf(places);
        segments = List.copyOf(segments);
    }

    @Override
    public Rule rule() {
        return Rule.INSTRUCTION;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(
                        "instruction.position",
                        new Wording("instruction: position (0 first, 1 last)", "指令：位置（0 最前，1 最后）"),
                        position),
                Figure.lift(
                        "instruction.from_answer",
                        "instruction: lift from the answer",
                        "指令：来自回答的倍数",
                        received.flatMap(SegmentShare::fromAnswer)),
                Figure.lift(
                        "instruction.from_prompt",
                        "instruction: lift from later prompt tokens",
                        "指令：来自后文的倍数",
                        received.flatMap(SegmentShare::fromPrompt)));
    }
}
