package io.github.headlight.analysis.advice;

/** The languages that findings are written in. */
public enum Language {
    /** English. */
    EN,
    /** Chinese, simplified. */
    ZH
}
