package io.github.headlight.cli;

import io.github.headlight.language.Language;

/** Reads a language by its tag. */
final class LanguageConverter extends KeyConverter<Language> {
    LanguageConverter() {
        super(Language.values(), Language::tag);
    }
}
