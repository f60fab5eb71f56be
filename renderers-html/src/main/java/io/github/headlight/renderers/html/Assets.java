package io.github.headlight.renderers.html;

import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page, the script and the style, which lie beside this class as files, and the policy that
 * lets only them run.
 */
final class Assets {
    private Assets() {}

    static Template page() {
        return Template.parse(read("page.html"));
    }

    /** The modules of {@code src/main/script} as one script, which the build makes of them. */
    static String script() {
        return read("page.js").strip();
    }

    /** The words of the script in both languages, as JSON: by key, English and Chinese. */
    static String words() {
        return JsonParser.parseString(read("words.json")).toString().replace("<", "\\u003c");
    }

    /** What is in the panel of a view before the script fills it. */
    static String panel(String view) {
        return read("panels/" + view + ".html").strip();
    }

    static String style() {
        return Palette.css() + read("style.css").replace("\n", "");
    }

    /**
     * The content security policy: nothing may be loaded from anywhere, only this script and this
     * style run, and the script cannot turn text into markup.
     */
    static String policy(String script, String style) {
        return "default-src 'none'; script-src '"
                + hash(script)
                + "'; style-src '"
                + hash(style)
                + "'; base-uri 'none'; form-action 'none'"
                + "; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Line ends are made LF, as browsers do before they compute the hash. */
    private static String read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
