package io.tidegate.judge.rule;

import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.exceptions.CelDivideByZeroException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.DivideOperator.DivideOverload;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of CEL that rules are written in. There are no macros, and so no loops: what a rule costs is bounded by how
 * long its text is, and that is bounded here.
 */
final class Language {
    /** Longest text of a rule, in characters. */
    static final int LONGEST = 500;

    private static final int DEEPEST = 32;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME = runtime();

    private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);

    /** Signs between what is true or false. */
    private static final Set<String> TRUTH = Set.of("&&", "||");

    private static final Pattern UNFIT =
            Pattern.compile("found no matching overload for '([^']*)' applied to '\\((.*?)\\)'.*", Pattern.DOTALL);
    private static final Pattern NO_TRUTH =
            Pattern.compile("expected type 'bool' but found '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9.]*");
    private static final List<String> MACROS = List.of("all", "exists", "exists_one", "map", "filter", "has", "cel");

    private Language() {}

    private static CelCompiler compiler() {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros()
                .setResultType(SimpleType.BOOL);
        for (Variable variable : Variable.values()) {
            variable.names().forEach(name -> builder.addVar(name, type(variable)));
        }
        return builder.build();
    }

    private static CelType type(Variable variable) {
        return switch (variable.kind()) {
            case COUNT -> SimpleType.INT;
            case AMOUNT -> SimpleType.DOUBLE;
            case NAME -> SimpleType.STRING;
        };
    }

    /** By zero, CEL divides amounts into infinities and into what is neither more nor less than anything: silently false. */
    private static CelRuntime runtime() {
        return CelRuntimeFactory.legacyCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .filterFunctions((function, overload) -> overload != DivideOverload.DIVIDE_DOUBLE)
                        .build())
                .addFunctionBindings(
                        CelFunctionBinding.from("divide_double", Double.class, Double.class, (dividend, divisor) -> {
                            if (divisor == 0) {
                                throw new CelDivideByZeroException(new ArithmeticException("division by zero"));
                            }
                            return dividend / divisor;
                        }))
                .build();
    }

    static Expression compile(String text) {
        try {
            var compiled = COMPILER.compile(text);
            if (compiled.hasError()) {
                return Expression.wrong(
                        List.of(problem(text, compiled.getErrors().getFirst())));
            }
            var tree = compiled.getAst();
            var expression = Expression.sound(tree, RUNTIME.createProgram(tree));
            return expression.reads().isEmpty()
                    ? Expression.wrong(List.of(new Problem(
                            1, "", "it reads nothing that is measured; compare something, as in error_rate > 0.05")))
                    : expression;
        } catch (CelValidationException | CelEvaluationException | IllegalArgumentException impossible) {
            return Expression.wrong(List.of(new Problem(1, "", String.valueOf(impossible.getMessage()))));
        }
    }

    private static Problem problem(String text, CelIssue issue) {
        int at = offset(text, issue);
        var message = issue.getMessage();
        var unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return unknown(text, at, unknown.group(1));
        }
        return new Problem(at + 1, "", explained(message));
    }

    private static Problem unknown(String text, int at, String name) {
        if (MACROS.contains(name)) {
            return new Problem(
                    at + 1, "", "'" + name + "' is not there: rules have no macros; say it with &&, || and !");
        }
        var whole = NAME.matcher(text);
        var found = whole.find(at) && whole.start() == at ? whole.group() : name;
        return new Problem(at + 1, found, "'" + found + "' is not measured");
    }

    private static String explained(String message) {
        var truth = NO_TRUTH.matcher(message);
        if (truth.matches()) {
            return "it gives a value of kind " + truth.group(1)
                    + "; a rule says true or false, as in error_rate > 0.05";
        }
        var unfit = UNFIT.matcher(message);
        if (unfit.matches()) {
            return unfit(unfit);
        }
        if (message.contains("code point size exceeds")) {
            return "it is longer than " + LONGEST + " characters; make two rules of it";
        }
        if (message.contains("recursion limit")) {
            return "it is nested deeper than " + DEEPEST + "; make two rules of it";
        }
        return "CEL says: " + message.lines().findFirst().orElse("");
    }

    private static String unfit(Matcher unfit) {
        var kinds = unfit.group(2);
        boolean mixed = kinds.equals("double, int") || kinds.equals("int, double");
        var sign = unfit.group(1).replace("_", "").replace("@", "");
        var hint = mixed ? "; write 2.0 instead of 2, and double(requests) instead of requests" : "";
        return "'" + sign + "' does not go with (" + kinds + ")"
                + (TRUTH.contains(sign) ? "; each side says true or false, as error_rate > 0.05 does" : hint);
    }

    /** Where an issue is in the text, from 0. */
    private static int offset(String text, CelIssue issue) {
        var place = issue.getSourceLocation();
        if (place.getLine() < 1) {
            return 0;
        }
        int start = 0;
        for (int line = 1; line < place.getLine(); line++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.min(text.length(), start + Math.max(0, place.getColumn()));
    }

    static String failure(CelEvaluationException failure) {
        var message = String.valueOf(failure.getMessage());
        return switch (failure.getErrorCode()) {
            case DIVIDE_BY_ZERO -> "division by zero; say first that the divisor is more than 0, with &&";
            case NUMERIC_OVERFLOW -> "a number is too large";
            default -> message.replaceFirst("^evaluation error at <input>:\\d+: ", "");
        };
    }
}
