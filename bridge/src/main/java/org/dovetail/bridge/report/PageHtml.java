package org.dovetail.bridge.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a page as one HTML document that needs nothing from elsewhere. Its data is one block of JSON, which a script of the page's own draws as text; a content security policy
 * allows that script and that stylesheet, by their digests, and nothing else: no name in a checkpoint can become markup, run, or load.
 */
public final class PageHtml {
    private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");

    private PageHtml() {}

    /**
     * Writes a page.
     *
     * @param page what it shows
     * @param file the file to make
     * @throws IOException if it cannot be written
     */
    public static void write(Page page, Path file) throws IOException {
        String style = resource("page.css");
        String script = resource("page.js");
        Map<String, String> parts = Map.of("style", style, "script", script, "policy",
                "default-src 'none'; style-src " + digest(style) + "; script-src " + digest(script)
                        + "; base-uri 'none'; form-action 'none'");
        String frame = resource("page.html");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            int done = 0;
            Matcher holes = HOLE.matcher(frame);
            for (MatchResult hole : holes.results().toList()) {
                out.append(frame, done, hole.start());
                String part = parts.get(hole.group(1));
                if (part == null) {
                    PageJson.write(page, out);
                } else {
                    out.append(part);
                }
                done = hole.end();
            }
            out.append(frame, done, frame.length());
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PageHtml.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
