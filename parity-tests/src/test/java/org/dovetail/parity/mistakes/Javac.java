package org.dovetail.parity.mistakes;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.dovetail.core.Tensor;
import org.dovetail.haiku.Hk;
import org.dovetail.nnx.Nnx;

/** What the compiler says of an expression about a tensor {@code x}, and a Haiku model with its {@code params}. */
final class Javac {
    private static final List<Path> MODULES = Stream.of(Tensor.class, Hk.class, Nnx.class).map(Javac::place).toList();

    private Javac() {}

    private static Path place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Program extends SimpleJavaFileObject {
        private final String expression;

        Program(String expression) {
            super(URI.create("string:///Program.java"), Kind.SOURCE);
            this.expression = expression;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) { return """
                import java.util.List;
                import org.dovetail.core.*;
                import org.dovetail.haiku.Params;
                import org.dovetail.haiku.Transformed;
                import org.dovetail.nnx.*;

                class Program {
                    Object run(Tensor x, Transformed.Of1<Tensor, Tensor> model, Params params) {
                        return %s;
                    }
                }
                """.formatted(expression); }
    }

    /** The compiler's errors, none if it takes the expression. */
    static List<String> errors(String expression) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT,
                StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, MODULES);
            JavacTask task = (JavacTask) compiler.getTask(null, files, found, List.of("-proc:none"), null,
                    List.of(new Program(expression)));
            task.analyze();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> one.getMessage(Locale.ROOT)).toList();
    }
}
