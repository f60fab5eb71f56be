package io.github.headlight.capture;

import io.github.headlight.error.Excerpt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads plans as they are written on the command line and in metadata. */
final class PlanParser {
    private static final String FORMS =
            "full, heads:LAYER.HEAD,… (as heads:0.1,27.*), mean, topk:K, pooled:B, stats, joined by"
                    + " +";
    private static final int MAX_LENGTH = 1 << 20;
    private static final Pattern HEAD = Pattern.compile("(\\d{1,5})\\.(\\d{1,5}|\\*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private PlanParser() {}

    static CapturePlan parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw unknown(text);
        }
        List<CapturePart> parts = new ArrayList<>();
        for (String part : text.split("\\+", -1)) {
            int colon = part.indexOf(':');
            String name = colon < 0 ? part : part.substring(0, colon);
            String argument = colon < 0 ? null : part.substring(colon + 1);
            parts.add(part(text, name, argument));
        }
        return new CapturePlan(parts);
    }

    private static CapturePart part(String plan, String name, String argument) {
        if (argument == null) {
            return switch (name) {
                case "full" -> new CapturePart.Full();
                case "mean" -> new CapturePart.Mean();
                case "stats" -> new CapturePart.Stats();
                default -> throw unknown(plan);
            };
        }
        return switch (name) {
            case "heads" -> new CapturePart.Heads(heads(plan, argument));
            case "topk" -> new CapturePart.TopK(number(plan, argument));
            case "pooled" -> new CapturePart.Pooled(number(plan, argument));
            default -> throw unknown(plan);
        };
    }

    private static List<HeadChoice> heads(String plan, String argument) {
        return Arrays.stream(argument.split(",", -1)).map(text -> head(plan, text)).toList();
    }

    private static HeadChoice head(String plan, String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.matches()) {
            throw unknown(plan);
        }
        return new HeadChoice(
                Integer.parseInt(head.group(1)),
                head.group(2).equals("*") ? HeadChoice.ALL : Integer.parseInt(head.group(2)));
    }

    private static int number(String plan, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw unknown(plan);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException unknown(String plan) {
        return new IllegalArgumentException(
                "capture plan \"" + Excerpt.of(plan) + "\" is not known; expected " + FORMS);
    }
}
