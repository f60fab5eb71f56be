package io.github.headlight.token;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.PromptException;
import io.github.headlight.file.SmallFile;
import io.github.headlight.model.ModelSpec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The tokenizer of a checkpoint: text to tokens, with the ids that the Python library transformers
 * gives, whole texts of any length, and the exact bytes of each token. Safe for many threads.
 */
public final class TextTokenizer implements AutoCloseable {
    private static final String FILE_NAME = "tokenizer.json";
    private static final int MAX_BYTES = 128 << 20;

    private final Path file;
    private final NativeTokenizer library;
    private final Vocabulary vocabulary;
    private final BeginToken begin;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean open = true;

    private TextTokenizer(
            Path file, NativeTokenizer library, Vocabulary vocabulary, BeginToken begin) {
        this.file = file;
        this.library = library;
        this.vocabulary = vocabulary;
        this.begin = begin;
    }

    /**
     * Opens the tokenizer of a checkpoint.
     *
     * @param folder holds {@code tokenizer.json}, and mostly {@code tokenizer_config.json}
     * @return the tokenizer
     * @throws InvalidFileException if a file is missing or damaged
     * @throws io.github.headlight.error.DeviceException if the tokenizer library cannot be loaded
     */
    public static TextTokenizer open(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        SmallFile.refuseOther(file);
        byte[] json = SmallFile.read(file, MAX_BYTES);
        Vocabulary vocabulary = VocabularyReader.read(file, json);
        BeginToken begin = BeginToken.read(folder, vocabulary);
        return new TextTokenizer(file, NativeTokenizer.of(file, json), vocabulary, begin);
    }

    /** {@return one more than the highest id} */
    public int size() {
        return vocabulary.size();
    }

    /**
     * Checks that every id of this tokenizer is in a model's vocabulary. A model with more rows
     * than the tokenizer has ids is usual: they are padding.
     *
     * @param model the model
     * @throws InvalidFileException if it is not
     */
    public void requireFits(ModelSpec model) {
        if (model.vocabularySize() > 0 && size() > model.vocabularySize()) {
            throw new InvalidFileException(
                    file,
                    "its highest id is "
                            + (size() - 1)
                            + ", but the model's vocabulary ends at "
                            + (model.vocabularySize() - 1)
                            + "; use the tokenizer of the model's own checkpoint");
        }
    }

    /**
     * Encodes a text as transformers' {@code tokenizer(text)} does: special tokens in the text are
     * recognised, and those that the checkpoint adds by itself (a beginning of text) are added.
     *
     * @param text at least one character; a lone surrogate counts as U+FFFD
     * @param role the role of its tokens, and of one that a decoder's tokenizer puts before them;
     *     an encoder's {@code [CLS]} and {@code [SEP]} are {@link TokenRole#TEMPLATE}
     * @return the tokens; where they say less than the text, as pieces of words do, with the text
     *     that they are of and the spaces before it
     * @throws PromptException if it has more than 1,000,000 characters
     */
    public TokenSequence encode(String text, TokenRole role) {
        String valid = wellFormed(text);
        Encoding encoding = encoding(valid, /* addSpecialTokens= */ true);
        CharSpan[] spans = encoding.getCharTokenSpans();
        TokenRole[] roles = new TokenRole[spans.length];
        for (int i = 0; i < roles.length; i++) {
            boolean begins = i == 0 && !vocabulary.losesText();
            roles[i] = spans[i] == null && !begins ? TokenRole.TEMPLATE : role;
        }
        return sequence(begin.apply(pieces(valid, encoding, roles), id -> piece(id, role)));
    }

    /**
     * Encodes a text that is complete as it is, such as a rendered chat: special tokens in the text
     * are recognised, none is added ({@code add_special_tokens=False}).
     *
     * @param text the text and who wrote what in it
     * @return the tokens; one that holds a character of a span has the first such span's role, the
     *     others are {@link TokenRole#TEMPLATE}
     * @throws PromptException if it has more than 1,000,000 characters
     */
    public TokenSequence encode(MarkedText text) {
        String valid = wellFormed(text.text());
        Encoding encoding = encoding(valid, /* addSpecialTokens= */ false);
        CharSpan[] spans = encoding.getCharTokenSpans();
        RoleFinder finder = new RoleFinder(text);
        TokenRole[] roles = new TokenRole[spans.length];
        for (int i = 0; i < roles.length; i++) {
            roles[i] =
                    spans[i] == null
                            ? TokenRole.TEMPLATE
                            : finder.of(spans[i].getStart(), spans[i].getEnd());
        }
        return sequence(pieces(valid, encoding, roles));
    }

    private List<TokenPiece> pieces(String text, Encoding encoding, TokenRole[] roles) {
        long[] ids = encoding.getIds();
        CharSpan[] spans = encoding.getCharTokenSpans();
        TextCutter cutter = new TextCutter(text);
        List<TokenPiece> pieces = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            int id = (int) ids[i];
            boolean isCut = vocabulary.losesText() && spans[i] != null;
            boolean isLast = i + 1 == ids.length || spans[i + 1] == null;
            int next = isLast ? Integer.MAX_VALUE : spans[i + 1].getStart();
            String covered = isCut ? cutter.to(spans[i].getEnd(), next) : "";
            pieces.add(
                    covered.isEmpty()
                            ? piece(id, roles[i])
                            : new TokenPiece(
                                    id, covered.getBytes(StandardCharsets.UTF_8), roles[i]));
        }
        return pieces;
    }

    private TokenSequence sequence(List<TokenPiece> pieces) {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("the text is empty; give at least one character");
        }
        return TokenSequence.of(pieces);
    }

    /**
     * {@return the ids of a text, perhaps none}
     *
     * @param text a lone surrogate counts as U+FFFD
     * @param addSpecialTokens whether to add the tokens that the checkpoint adds by itself
     * @throws PromptException if it has more than 1,000,000 characters
     */
    public int[] ids(String text, boolean addSpecialTokens) {
        int[] ids = toInts(encoding(wellFormed(text), addSpecialTokens).getIds());
        return addSpecialTokens ? begin.apply(ids) : ids;
    }

    /**
     * {@return a token by its id}
     *
     * @param id from 0; one that no token has gets no bytes, and its number as its label
     * @param role its role
     */
    public TokenPiece piece(int id, TokenRole role) {
        byte[] bytes = vocabulary.bytes(id);
        if (bytes == null) {
            bytes = vocabulary.has(id) ? decode(id) : new byte[0];
        }
        return new TokenPiece(id, bytes, role);
    }

    private byte[] decode(int id) {
        lock.readLock().lock();
        try {
            requireOpen();
            return library.decode(id).getBytes(StandardCharsets.UTF_8);
        } finally {
            lock.readLock().unlock();
        }
    }

    private Encoding encoding(String text, boolean addSpecialTokens) {
        if (text.length() > PatternCost.TEXT) {
            throw new PromptException(
                    String.format(
                            Locale.ROOT,
                            "expected a text of at most %,d characters, found %,d; shorten the"
                                    + " prompt",
                            PatternCost.TEXT,
                            text.length()));
        }
        lock.readLock().lock();
        try {
            requireOpen();
            return library.encode(text, addSpecialTokens);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("tokenizer " + file + " is closed");
        }
    }

    private static int[] toInts(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    /** The library reads texts as UTF-8, which has no surrogates by themselves. */
    private static String wellFormed(String text) {
        StringBuilder valid = new StringBuilder(text);
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                valid.setCharAt(at, '\uFFFD');
            }
        }
        return valid.toString();
    }

    /** Frees the tokenizer's memory outside the heap. May be called again. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (open) {
                open = false;
                library.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return "tokenizer " + file + ", " + size() + " ids";
    }
}
