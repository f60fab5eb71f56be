package io.github.headlight.examples;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A question about a text, and its answer.
 *
 * @param kind what sort of question
 * @param context the text; may be empty
 * @param question the question
 * @param expected the answer
 */
public record QuestionCase(String kind, String context, String question, String expected) {

    /**
     * {@return the cases of a file}
     *
     * @param file a JSON list of objects with {@code kind}, {@code context}, {@code question} and
     *     {@code expected}
     */
    public static List<QuestionCase> read(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, new TypeToken<List<QuestionCase>>() {}.getType());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what the user says: the text, and the question in a line of its own} */
    public String prompt() {
        return context.isEmpty() ? question : context + "\n" + question;
    }

    /**
     * {@return the sentence of the text that holds the expected answer}: of the answer what it does
     * not begin or end with as the question does, the longest part of that which the text holds
     * too, and of several sentences that hold it the one with most words of the question.
     */
    public Optional<String> evidence() {
        String answer = withoutQuestion();
        String longest = longestShared(answer, context);
        if (longest.isBlank()) {
            return Optional.empty();
        }
        return sentences().stream()
                .filter(sentence -> sentence.contains(longest.strip()))
                .max(Comparator.comparingInt(this::wordsOfQuestion));
    }

    private String withoutQuestion() {
        String asked = withoutMark(question);
        String answer = withoutMark(expected);
        int start = 0;
        int shorter = Math.min(asked.length(), answer.length());
        while (start < shorter && asked.charAt(start) == answer.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && asked.charAt(asked.length() - 1 - end)
                        == answer.charAt(answer.length() - 1 - end)) {
            end++;
        }
        return answer.substring(start, answer.length() - end);
    }

    private static String withoutMark(String sentence) {
        return sentence.replaceFirst("\\p{Punct}$|\\p{IsPunctuation}$", "");
    }

    private static String longestShared(String a, String b) {
        String longest = "";
        for (int start = 0; start < a.length(); start++) {
            int end = start + longest.length() + 1;
            while (end <= a.length() && b.contains(a.substring(start, end))) {
                longest = a.substring(start, end);
                end++;
            }
        }
        return longest;
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (String sentence : context.split("(?<=\\. )|(?<=[\\u3002\\n])", -1)) {
            if (!sentence.isBlank()) {
                sentences.add(sentence.strip());
            }
        }
        return sentences;
    }

    private int wordsOfQuestion(String sentence) {
        int words = 0;
        for (String word : withoutMark(question).split(" ", -1)) {
            words += sentence.contains(word) ? 1 : 0;
        }
        return words;
    }
}
