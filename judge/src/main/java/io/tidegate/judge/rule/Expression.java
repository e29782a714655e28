package io.tidegate.judge.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelReference;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import io.tidegate.judge.rule.Answer.DoesNotHold;
import io.tidegate.judge.rule.Answer.Holds;
import io.tidegate.judge.rule.Answer.Unanswered;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition in CEL, checked and compiled: the same text always says the same of the same values. */
public final class Expression {
    private static final int REMEMBERED = 1000;
    private static final Set<String> COMPARISONS = Set.of("_>_", "_>=_", "_<_", "_<=_");

    /** Compiling takes a thousand times as long as asking. */
    private static final Map<String, Expression> COMPILED =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Expression> eldest) {
                    return size() > REMEMBERED;
                }
            });

    private final List<Problem> problems;
    private final @Nullable CelAbstractSyntaxTree tree;
    private final CelRuntime.@Nullable Program program;

    private Expression(List<Problem> problems) {
        this.problems = List.copyOf(problems);
        this.tree = null;
        this.program = null;
    }

    private Expression(CelAbstractSyntaxTree tree, CelRuntime.Program program) {
        this.problems = List.of();
        this.tree = tree;
        this.program = program;
    }

    static Expression sound(CelAbstractSyntaxTree tree, CelRuntime.Program program) {
        return new Expression(tree, program);
    }

    static Expression wrong(List<Problem> problems) {
        return new Expression(problems);
    }

    /** The compiled text; one that is wrong says so in {@link #problems}, and answers nothing. */
    public static Expression of(String text) {
        // What is far too long is not worth remembering.
        return text.length() > 2 * Language.LONGEST
                ? Language.compile(text)
                : COMPILED.computeIfAbsent(text, Language::compile);
    }

    /** What is wrong with the text; empty if nothing is. */
    public List<Problem> problems() {
        return problems;
    }

    /** The names that it reads. */
    public Set<String> reads() {
        return tree == null
                ? Set.of()
                : tree.getReferenceMap().values().stream()
                        .filter(reference -> reference.overloadIds().isEmpty())
                        .map(CelReference::name)
                        .filter(name -> Variable.named(name).isPresent())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether it holds.
     *
     * @param values by name, whole numbers as long, others as double; what is not known is not among them
     */
    public Answer ask(Map<String, Object> values) {
        if (program == null) {
            return new Unanswered("it is no rule: " + problems.getFirst().message());
        }
        try {
            return switch (program.eval(values)) {
                case Boolean holds -> holds ? new Holds() : new DoesNotHold();
                case CelUnknownSet unknown -> new Unanswered(unknown(unknown));
                case Object other -> new Unanswered("it says " + other + " instead of true or false");
            };
        } catch (CelEvaluationException failure) {
            return new Unanswered(Language.failure(failure));
        }
    }

    private String unknown(CelUnknownSet set) {
        var names = set.unknownExprIds().stream()
                .map(this::nameOf)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        return names.isEmpty() ? "a value that it reads is not known" : names + " not known at present";
    }

    private Optional<String> nameOf(long expression) {
        return Optional.ofNullable(tree)
                .flatMap(known -> known.getReference(expression))
                .map(CelReference::name);
    }

    /** A number, and what it is compared with. */
    public record Compared(String name, OptionalDouble limit) {}

    /** What is said of it in short: the first number that is compared with a constant, or else the first that is read. */
    public Optional<Compared> subject() {
        var compared = Optional.ofNullable(tree).flatMap(known -> compared(known.getExpr()));
        return compared.or(() -> reads().stream()
                .filter(name ->
                        Variable.named(name).filter(Expression::isNumber).isPresent())
                .findFirst()
                .map(name -> new Compared(name, OptionalDouble.empty())));
    }

    private static boolean isNumber(Variable variable) {
        return variable.kind() != Variable.Kind.NAME;
    }

    private Optional<Compared> compared(CelExpr expression) {
        if (expression.getKind() != Kind.CALL) {
            return Optional.empty();
        }
        var call = expression.call();
        if (COMPARISONS.contains(call.function())) {
            var name = nameOf(call.args().getFirst().id());
            var limit = constant(call.args().getLast());
            // How much there must be for a rule to speak is not what it is about.
            if (name.isPresent() && limit.isPresent() && !name.get().endsWith(Variable.REQUESTS.word())) {
                return Optional.of(new Compared(name.get(), limit));
            }
        }
        return call.args().stream()
                .map(this::compared)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static OptionalDouble constant(CelExpr expression) {
        if (expression.getKind() != Kind.CONSTANT) {
            return OptionalDouble.empty();
        }
        CelConstant constant = expression.constant();
        return switch (constant.getKind()) {
            case DOUBLE_VALUE -> OptionalDouble.of(constant.doubleValue());
            case INT64_VALUE -> OptionalDouble.of((double) constant.int64Value());
            default -> OptionalDouble.empty();
        };
    }
}
