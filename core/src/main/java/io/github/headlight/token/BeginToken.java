package io.github.headlight.token;

import io.github.headlight.error.InvalidFileException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What {@code tokenizer_config.json} says about the token that begins a text. Where it says
 * something, it counts more than the post-processor of tokenizer.json, as for transformers' Llama
 * tokenizers.
 */
record BeginToken(Optional<Boolean> add, int id) {
    private static final int NONE = -1;

    static BeginToken read(Path folder, Vocabulary vocabulary) {
        TokenizerConfig config = TokenizerConfig.read(folder);
        Optional<Boolean> add = config.flag("add_bos_token");
        int id = config.specialToken("bos_token").map(vocabulary::find).orElse(NONE);
        if (add.orElse(false) && id == NONE) {
            throw new InvalidFileException(
                    config.file(),
                    "add_bos_token is true, but bos_token is no token of tokenizer.json; correct"
                            + " one of them");
        }
        return new BeginToken(add, id);
    }

    /** Puts the token before the tokens of a text, or takes it away; {@code piece} gives it. */
    List<TokenPiece> apply(List<TokenPiece> pieces, IntFunction<TokenPiece> piece) {
        int[] ids = pieces.stream().mapToInt(TokenPiece::id).toArray();
        int more = apply(ids).length - ids.length;
        if (more < 0) {
            return pieces.subList(1, pieces.size());
        }
        return more == 0
                ? pieces
                : Stream.concat(Stream.of(piece.apply(id)), pieces.stream()).toList();
    }

    /** Puts the token before the ids of a text, or takes it away. */
    int[] apply(int[] ids) {
        boolean there = ids.length > 0 && ids[0] == id;
        if (add.isEmpty() || id == NONE || add.get() == there) {
            return ids;
        }
        if (there) {
            return Arrays.copyOfRange(ids, 1, ids.length);
        }
        int[] longer = new int[ids.length + 1];
        longer[0] = id;
        System.arraycopy(ids, 0, longer, 1, ids.length);
        return longer;
    }
}
