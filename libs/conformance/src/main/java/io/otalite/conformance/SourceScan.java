package io.otalite.conformance;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Finds {@link Covers} in the test sources of a repository. Sources and not classes, because the modules in question are built after
 * the one that asks, or not at all in a partial build.
 */
public final class SourceScan {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules");

    private SourceScan() {}

    /** What the tests below a folder say, in the order of their paths. */
    public static List<Coverage> of(Path root) {
        try {
            var sources = sources(root);
            return sources.isEmpty() ? List.of() : parse(root, sources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                var name = folder.getFileName().toString();
                var skipped = !folder.equals(root) && (name.startsWith(".") || NO_SOURCES.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".java")
                        && file.toString().contains(TESTS.toString())
                        && Files.readString(file).contains("@Covers(")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }

    private static List<Coverage> parse(Path root, List<Path> sources) throws IOException {
        var found = new ArrayList<Coverage>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) compiler.getTask(null, files, _ -> {}, List.of("-proc:none"), null, units);
            for (var unit : task.parse()) {
                new Finder(root.relativize(Path.of(unit.getSourceFile().toUri())), found).scan(unit, null);
            }
        }
        return found;
    }

    /** Walks through one file. */
    private static final class Finder extends TreeScanner<Void, Void> {
        private final Path source;
        private final List<Coverage> found;
        private final Deque<String> classes = new ArrayDeque<>();

        private Finder(Path source, List<Coverage> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitCompilationUnit(CompilationUnitTree unit, Void unused) {
            return scan(unit.getTypeDecls(), unused);
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            classes.push(type.getSimpleName().toString());
            note(type.getModifiers().getAnnotations(), "");
            var result = super.visitClass(type, unused);
            classes.pop();
            return result;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            note(method.getModifiers().getAnnotations(), method.getName().toString());
            return super.visitMethod(method, unused);
        }

        private void note(List<? extends AnnotationTree> annotations, String method) {
            annotations.stream()
                    .filter(annotation ->
                            annotation.getAnnotationType().toString().endsWith(Covers.class.getSimpleName()))
                    .flatMap(annotation -> annotation.getArguments().stream())
                    .flatMap(this::literals)
                    .map(rule -> new Coverage(rule, source, classes.getLast(), method))
                    .forEach(found::add);
        }

        private Stream<String> literals(ExpressionTree value) {
            return switch (value) {
                case AssignmentTree assignment -> literals(assignment.getExpression());
                case NewArrayTree array -> array.getInitializers().stream().flatMap(this::literals);
                case LiteralTree literal -> Stream.of(String.valueOf(literal.getValue()));
                default ->
                    throw new IllegalArgumentException("%s: @Covers wants literals, found %s".formatted(source, value));
            };
        }
    }
}
