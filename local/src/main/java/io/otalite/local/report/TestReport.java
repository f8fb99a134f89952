package io.otalite.local.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Sums up what Surefire and Failsafe wrote. It is run from its source file, and so stands alone: it has to work when the
 * build failed before anything was compiled.
 */
public final class TestReport {
    private static final List<String> FOLDERS = List.of("surefire-reports", "failsafe-reports");
    private static final int MODULE_DEPTH = 3;

    private final SortedMap<String, Counts> modules = new TreeMap<>();
    private final List<String> notPassed = new ArrayList<>();

    private record Counts(int tests, int failures, int errors, int skipped) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    tests + more.tests, failures + more.failures, errors + more.errors, skipped + more.skipped);
        }

        String line() {
            return "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d".formatted(tests, failures, errors, skipped);
        }

        String plainLine() {
            var failed = failures + errors;
            return "%d passed, %d failed, %d skipped".formatted(tests - failed - skipped, failed, skipped);
        }
    }

    /** The first argument is the project's root directory. */
    public static void main(String[] arguments) throws IOException, ParserConfigurationException, SAXException {
        of(Path.of(arguments[0])).print(System.out);
    }

    static TestReport of(Path root) throws IOException, ParserConfigurationException, SAXException {
        var report = new TestReport();
        report.read(root);
        return report;
    }

    private void read(Path root) throws IOException, ParserConfigurationException, SAXException {
        for (var module : modules(root)) {
            for (var folder : FOLDERS) {
                for (var file : reports(module.resolve("target").resolve(folder))) {
                    read(root.relativize(module).toString(), file);
                }
            }
        }
    }

    private static List<Path> modules(Path root) throws IOException {
        try (var files = Files.find(root, MODULE_DEPTH, (path, _) -> path.endsWith("pom.xml"))) {
            return files.map(Path::getParent).sorted().toList();
        }
    }

    private static List<Path> reports(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    private void read(String module, Path file) throws IOException, ParserConfigurationException, SAXException {
        var suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        var counts = new Counts(
                number(suite, "tests"), number(suite, "failures"), number(suite, "errors"), number(suite, "skipped"));
        modules.merge(module, counts, Counts::plus);
        for (var test : elements(suite.getElementsByTagName("testcase"))) {
            note(test, "skipped", "Skipped");
            note(test, "failure", "Failed");
            note(test, "error", "Failed");
        }
    }

    private void note(Element test, String tag, String word) {
        for (var reason : elements(test.getElementsByTagName(tag))) {
            var message = reason.getAttribute("message").lines().findFirst().orElse("no reason given");
            notPassed.add("%s: %s.%s: %s"
                    .formatted(word, test.getAttribute("classname"), test.getAttribute("name"), message));
        }
    }

    private static int number(Element element, String attribute) {
        var text = element.getAttribute(attribute);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static List<Element> elements(NodeList nodes) {
        var elements = new ArrayList<Element>();
        for (var i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    void print(PrintStream out) {
        out.println();
        modules.forEach((module, counts) -> out.printf("%-20s %s%n", module, counts.line()));
        notPassed.forEach(out::println);
        var total = modules.values().stream().reduce(Counts.NONE, Counts::plus);
        out.println(total.line());
        out.println(total.plainLine());
    }
}
