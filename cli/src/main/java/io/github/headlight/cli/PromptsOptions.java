package io.github.headlight.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** What a model reads, where it may be many prompts: exactly one of these. */
final class PromptsOptions extends PromptOptions {
    @Option(
            names = "--batch",
            required = true,
            paramLabel = "FILE",
            description =
                    "A file with a prompt in each line, captured one after the other: texts, or JSON in a .jsonl file (a text, a list of ids or of messages, or an object with prompt, ids or messages and perhaps a name). --out is then a folder.")
    private Path batch;

    /** The file of prompts, if there is one. */
    Optional<Path> batch() {
        return Optional.ofNullable(batch);
    }
}
