package io.github.headlight.export.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header Content-Range (RFC 9110, section 14.4).
 *
 * @param first the first byte that is sent; empty if none is
 * @param size bytes of the whole file; empty if that is not said
 */
record ContentRange(Optional<Long> first, Optional<Long> size) {
    /** At most 100 TB: more than any file has, and thousands of them can be summed up. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,14}");

    private static final Pattern FORM =
            Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(?:(\\d{1,18})|\\*)");

    /** {@return what an answer says of its range; nothing if it has no such header} */
    static ContentRange of(HubClient.Answer answer) {
        String header = answer.headers().firstValue("Content-Range").orElse("");
        Matcher matcher = FORM.matcher(header.strip());
        return matcher.matches()
                ? new ContentRange(number(matcher.group(1)), number(matcher.group(2)))
                : new ContentRange(Optional.empty(), Optional.empty());
    }

    boolean startsAt(long position) {
        return first.isPresent() && first.get() == position;
    }

    /** {@return a number of bytes in a header, if it is one} */
    static Optional<Long> number(String text) {
        return text != null && NUMBER.matcher(text).matches()
                ? Optional.of(Long.valueOf(text))
                : Optional.empty();
    }
}
