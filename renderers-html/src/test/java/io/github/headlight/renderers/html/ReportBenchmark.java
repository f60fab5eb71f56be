package io.github.headlight.renderers.html;

import com.sun.management.OperatingSystemMXBean;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.interactions.Actions;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures how reports are written and how they open in a browser that was just started; no test,
 * and run only when named. {@code -Dheadlight.benchmark=FILE:FILE} names attention files; see
 * {@code tools/benchmark/report-in-a-browser.sh}. Prints a row of a table for each: medians and the
 * largest.
 */
class ReportBenchmark {
    private static final int ROUNDS = 5;

    /** Notes when the map, and when all that is shown first, was painted. */
    private static final String WATCH =
            "window.at = {}; (function look() {"
                    + " const map = document.getElementById('map-canvas');"
                    + " if (!at.map && map && map.width && map.style.width) at.map ="
                    + " performance.now();"
                    + " if (window.headlight && headlight.settled) at.head = performance.now();"
                    + " else requestAnimationFrame(look); })();";

    /** Does something, and says after how many ms it was on screen. */
    private static final String TIMED =
            "(async act => { const start = performance.now(); act(); do await new Promise("
                    + "done => requestAnimationFrame(done)); while (!headlight.settled);"
                    + " await new Promise(done => setTimeout(done)); return performance.now() - start; })";

    @Test
    void measure() throws Exception {
        System.out.println(
                "| tokens | file, MB | script and style, kB | written in, s | CPU, s | heap at most, MB"
                        + " | map painted, ms | first head, ms | click, ms | crosshair, ms | renderer, MB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String file : System.getProperty("headlight.benchmark").split(":", -1)) {
            System.out.println(row(AttentionFile.read(Path.of(file))));
        }
    }

    private static String row(Attention attention) throws Exception {
        Path page = Files.createTempFile("report", ".html");
        try {
            String written = write(attention, page);
            List<List<Double>> opened = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                opened.add(open(page));
            }
            StringBuilder row = new StringBuilder("| " + attention.rows() + written);
            for (int i = 0; i < opened.get(0).size(); i++) {
                int column = i;
                List<Double> values = opened.stream().map(one -> one.get(column)).sorted().toList();
                row.append(
                        String.format(
                                Locale.ROOT,
                                " %.0f (%.0f) |",
                                values.get(ROUNDS / 2),
                                values.get(ROUNDS - 1)));
            }
            return row.toString();
        } finally {
            Files.delete(page);
        }
    }

    /** Writes twice, the first time to be warm, and measures the second. */
    private static String write(Attention attention, Path page) throws IOException {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<MemoryPoolMXBean> heap =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .toList();
        PageFile.write(page, Report.of(attention));
        System.gc();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        PageFile.write(page, Report.of(attention));
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return String.format(
                Locale.ROOT,
                " | %.2f | %.1f | %.1f | %.1f | %d |",
                Files.size(page) / 1e6,
                (Assets.script().length() + Assets.style().length()) / 1e3,
                seconds,
                cpuSeconds,
                peak / 1_000_000);
    }

    private static List<Double> open(Path page) throws Exception {
        try (Browser browser = new Browser()) {
            browser.size(1440, 900);
            browser.driver()
                    .executeCdpCommand(
                            "Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
            browser.driver().get(page.toUri().toString());
            browser.until("return window.at.head !== undefined");
            double map = browser.real("at.map");
            double head = browser.real("at.head");
            double click = 0;
            for (int i = 0; i < 8; i++) {
                String tile = "[data-layer=\"" + 3 * i + "\"][data-head=\"" + i + "\"]";
                double one =
                        browser.real(
                                TIMED
                                        + "(() => document.querySelector('#grid "
                                        + tile
                                        + "').click())");
                click = Math.max(click, one);
            }
            new Actions(browser.driver()).moveToElement(browser.find("#matrix")).perform();
            double cross = browser.real(MOVE);
            return List.of(map, head, click, cross, privateMegabytes());
        }
    }

    /** The mean of many moves of the pointer over the matrix, until what they draw is drawn. */
    private static final String MOVE =
            "(async () => { const canvas = document.getElementById('matrix'),"
                    + " box = canvas.getBoundingClientRect(); let all = 0;"
                    + " for (let i = 0; i < 60; i++) { await new Promise(done =>"
                    + " requestAnimationFrame(done)); const start = performance.now();"
                    + " canvas.dispatchEvent(new PointerEvent('pointermove', {clientX: box.left +"
                    + " box.width * (0.3 + i / 200), clientY: box.top + box.height * 0.7}));"
                    + " document.getElementById('matrix-cross').getContext('2d').getImageData(0, 0,"
                    + " 1, 1); all += performance.now() - start; } return all / 60; })()";

    /** Of the largest renderer process of browsers that this process started. */
    private static double privateMegabytes() throws IOException {
        double largest = 0;
        for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
            Path proc = Path.of("/proc/" + child.pid());
            if (!Files.readString(proc.resolve("cmdline")).contains("--type=renderer")) {
                continue;
            }
            try (Stream<String> lines = Files.lines(proc.resolve("smaps_rollup"))) {
                largest =
                        Math.max(
                                largest,
                                lines.filter(line -> line.startsWith("Private_"))
                                                .mapToLong(
                                                        line ->
                                                                Long.parseLong(
                                                                        line.replaceAll("\\D", "")))
                                                .sum()
                                        / 1e3);
            }
        }
        return largest;
    }
}
