package io.github.headlight.renderers.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The page, the script and the style, which lie beside this class as files, and the policy that
 * lets only them run.
 */
final class Assets {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern LINE_COMMENT = Pattern.compile("(?m)^\\s*//.*$");
    private static final Pattern INNER_LINE_END = Pattern.compile("([{(,;])\n");
    private static final Pattern INDENT = Pattern.compile("(?m)^\\s+");

    /** In this order they make one script. */
    private static final List<String> SCRIPTS =
            List.of("data.js", "state.js", "color.js", "map.js", "text.js", "matrix.js", "main.js");

    private Assets() {}

    static Template page() {
        return Template.parse(read("page.html"));
    }

    static String script() {
        StringBuilder script = new StringBuilder();
        SCRIPTS.forEach(name -> script.append(compact(read(name))));
        return script.toString();
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

    /** Without comments, indentation and line ends inside statements: a quarter of the script. */
    private static String compact(String script) {
        String bare = COMMENT.matcher(script).replaceAll("");
        bare = LINE_COMMENT.matcher(bare).replaceAll("");
        bare = INDENT.matcher(bare).replaceAll("");
        return INNER_LINE_END.matcher(bare).replaceAll("$1");
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
