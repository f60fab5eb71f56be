package io.github.headlight.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.capture.Attention;
import io.github.headlight.export.ExportRequest;
import io.github.headlight.export.ModelExporter;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class TeachingModelTest {
    private static final int EVERY = 10;

    @TempDir Path folder;

    /** The answers in cases.json, right and wrong ones, are those that transformers generated. */
    @Test
    void answersAsItDidWhenItWasEvaluated() throws IOException {
        Path checkpoint = TeachingModel.copyTo(folder.resolve("checkpoint"));
        Path model =
                ModelExporter.export(ExportRequest.of(checkpoint, folder.resolve("m.onnx"))).path();
        JsonArray cases = cases();
        try (AttentionModel opened = AttentionModel.open(model, SessionConfig.cpu())) {
            for (int i = 0; i < cases.size(); i += EVERY) {
                JsonObject task = cases.get(i).getAsJsonObject();
                assertThat(answer(opened, task))
                        .as("case %d", i)
                        .isEqualTo(task.get("answer").getAsString());
            }
        }
    }

    private static String answer(AttentionModel model, JsonObject task) {
        JsonElement context = task.get("context");
        String question = task.get("question").getAsString();
        String text =
                context == null || context.getAsString().isEmpty()
                        ? question
                        : context.getAsString() + "\n" + question;
        Attention attention = model.capture(Prompt.user(text), CaptureOptions.generating(48));
        return attention.answer().replace("<|im_end|>", "");
    }

    private static JsonArray cases() throws IOException {
        try (InputStream in = TeachingModelTest.class.getResourceAsStream("cases.json");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonArray();
        }
    }
}
