package io.github.headlight.renderers.html;

import io.github.headlight.analysis.profile.HeadProfile;

/**
 * What the page says of a head.
 *
 * @param profile what it does
 * @param link its strongest long link, or null
 */
record HeadFacts(HeadProfile profile, LongLink link) {
    /** What the head is called. */
    String pattern() {
        return profile.pattern().key().replace('_', ' ');
    }
}
