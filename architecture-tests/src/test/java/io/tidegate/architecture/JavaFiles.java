package io.tidegate.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Java files as the compiler reads them, without compiling them. */
final class JavaFiles {
    private JavaFiles() {}

    /** A method or constructor and how many lines it takes, its annotations included. */
    record Method(String name, long lines) {}

    /** All methods of these files. */
    static List<Method> methods(List<Path> files) {
        var found = new ArrayList<Method>();
        scan(files, (tree, path, trees) -> {
            if (tree instanceof MethodTree method) {
                var unit = path.getCompilationUnit();
                var positions = trees.getSourcePositions();
                long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
                found.add(new Method(place(unit) + ": " + method.getName(), last - first + 1));
            }
        });
        return found;
    }

    /** The doc comments of one file, by the names of types and members, such as {@code Registry.url}. */
    static Map<String, String> comments(Path file) {
        var found = new LinkedHashMap<String, String>();
        scan(List.of(file), (tree, path, trees) -> name(tree, path)
                .ifPresent(name -> found.put(
                        name, Optional.ofNullable(trees.getDocComment(path)).orElse(""))));
        return found;
    }

    private static Optional<String> name(Tree tree, TreePath path) {
        var parent = path.getParentPath() == null ? null : path.getParentPath().getLeaf();
        return switch (tree) {
            case ClassTree type -> Optional.of(type.getSimpleName().toString());
            case MethodTree method
            when parent instanceof ClassTree type -> Optional.of(type.getSimpleName() + "." + method.getName());
            case com.sun.source.tree.VariableTree field
            when parent instanceof ClassTree type -> Optional.of(type.getSimpleName() + "." + field.getName());
            default -> Optional.empty();
        };
    }

    private static String place(CompilationUnitTree unit) {
        return Checkout.name(Path.of(unit.getSourceFile().toUri()));
    }

    /** What is done with every type, method and field. */
    private interface Visit {
        void at(Tree tree, TreePath path, DocTrees trees);
    }

    private static void scan(List<Path> files, Visit visit) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager =
                compiler.getStandardFileManager(null, Locale.ROOT, java.nio.charset.StandardCharsets.UTF_8)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            var trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                        visit.at(type, getCurrentPath(), trees);
                        return super.visitClass(type, null);
                    }

                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                        visit.at(method, getCurrentPath(), trees);
                        return super.visitMethod(method, null);
                    }

                    @Override
                    public @Nullable Void visitVariable(
                            com.sun.source.tree.VariableTree field, @Nullable Void nothing) {
                        visit.at(field, getCurrentPath(), trees);
                        return super.visitVariable(field, null);
                    }
                }.scan(unit, null);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
