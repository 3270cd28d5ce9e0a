package org.dovetail.bridge.report;

import java.util.List;

/** The differences of two checkpoints as a page of its own: no scripts, nothing from elsewhere. */
public final class DifferencesHtml {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --bad: #c62828; --good: #2e7d32; --dim: #8889; }
            @media (prefers-color-scheme: dark) { :root { --bad: #ef9a9a; --good: #a5d6a7; } }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
            h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
            p.outcome { font-size: 1.1rem; font-weight: 600; }
            .bad { color: var(--bad); } .good { color: var(--good); }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
            th { font-weight: 600; position: sticky; top: 0; background: Canvas; }
            td.n, th.n { text-align: right; }
            code { font: 13px/1.4 ui-monospace, monospace; }
            tr.equal { color: GrayText; }
            ul { padding-left: 1.2rem; }
            """;

    private DifferencesHtml() {}

    /**
     * The page.
     *
     * @param differences the differences
     * @return a whole HTML document
     */
    public static String of(Differences differences) {
        StringBuilder page = new StringBuilder();
        String title = differences.a() + " and " + differences.b();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(title)).append("</title>\n<style>\n").append(STYLE)
                .append("</style>\n</head>\n<body>\n")
                .append("<h1>").append(escaped(title)).append("</h1>\n<p class=\"outcome ")
                .append(differences.isEqual() ? "good" : "bad").append("\">").append(escaped(differences.summary()))
                .append("</p>\n");
        table(page, differences);
        list(page, "Only in " + differences.a(), differences.onlyA());
        list(page, "Only in " + differences.b(), differences.onlyB());
        list(page, "Not compared, because the other library has no such arrays", differences.notCompared());
        return page.append("</body>\n</html>\n").toString();
    }

    private static void table(StringBuilder page, Differences differences) {
        page.append(
                "<div class=\"scroll\">\n<table>\n<thead><tr><th>array</th><th>spec</th><th class=\"n\">max abs</th>")
                .append("<th class=\"n\">max rel</th><th class=\"n\">max ulp</th><th class=\"n\">cosine</th>")
                .append("<th class=\"n\">differing</th></tr></thead>\n<tbody>\n");
        for (Differences.Pair pair : differences.pairs()) {
            page.append(pair.isEqual() ? "<tr class=\"equal\">" : "<tr>").append("<td><code>")
                    .append(escaped(DifferencesText.name(pair))).append("</code></td><td><code>")
                    .append(escaped(DifferencesText.spec(pair))).append("</code></td>");
            pair.difference().ifPresentOrElse(difference -> {
                number(page, Amounts.measure(difference.maxAbs()));
                number(page, Amounts.measure(difference.maxRel()));
                number(page, DifferencesText.ulp(difference));
                number(page, DifferencesText.cosine(difference));
                number(page, difference.isEqual()
                        ? "equal"
                        : Amounts.count(difference.differing()) + " of "
                                + Amounts.count(difference.elements()));
            }, () -> page.append("<td class=\"bad\" colspan=\"5\">another shape</td>"));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</div>\n");
    }

    private static void number(StringBuilder page, String text) {
        page.append("<td class=\"n\">").append(escaped(text)).append("</td>");
    }

    private static void list(StringBuilder page, String title, List<String> items) {
        if (!items.isEmpty()) {
            page.append("<h2>").append(escaped(title)).append("</h2>\n<ul>\n");
            items.forEach(item -> page.append("<li><code>").append(escaped(item)).append("</code></li>\n"));
            page.append("</ul>\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
