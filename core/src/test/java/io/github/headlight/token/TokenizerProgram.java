package io.github.headlight.token;

import java.nio.file.Path;

/** A program of its own, for {@link TokenizerQuietTest}: ends with 0 if all tokens came out. */
final class TokenizerProgram {
    private TokenizerProgram() {}

    public static void main(String[] arguments) {
        try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(arguments[0]))) {
            int[] ids = tokenizer.ids("a ".repeat(12_000), true);
            boolean set = System.getProperty("RUST_FLAVOR") != null;
            System.exit(ids.length >= 12_000 && !set ? 0 : 1);
        }
    }
}
