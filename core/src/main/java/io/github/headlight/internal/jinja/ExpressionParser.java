package io.github.headlight.internal.jinja;

import io.github.headlight.internal.jinja.Lexer.Token;
import io.github.headlight.internal.jinja.Lexer.Token.Kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions, by the precedence of Jinja's own parser. */
final class ExpressionParser {
    private static final Expression NONE = scope -> Value.None.NONE;
    private static final Set<String> NO_TEST_ARGUMENT =
            Set.of("else", "or", "and", "is", "not", "if");

    private final TokenReader in;

    ExpressionParser(TokenReader in) {
        this.in = in;
    }

    /** An expression, or several with commas between: a tuple. */
    Expression tuple() {
        Expression first = expression();
        if (!in.isOperator(",")) {
            return first;
        }
        List<Expression> elements = new ArrayList<>(List.of(first));
        while (in.skipOperator(",")) {
            if (in.isOperator(")")
                    || in.peek().kind() == Kind.BLOCK_END
                    || in.peek().kind() == Kind.OUTPUT_END) {
                break;
            }
            elements.add(expression());
        }
        return list(elements);
    }

    Expression expression() {
        Expression then = or();
        while (in.skipName("if")) {
            Expression condition = or();
            Expression otherwise = in.skipName("else") ? expression() : scope -> undefined();
            Expression before = then;
            then =
                    scope ->
                            condition.evaluate(scope).isTrue()
                                    ? before.evaluate(scope)
                                    : otherwise.evaluate(scope);
        }
        return then;
    }

    private static Value undefined() {
        return new Value.Undefined("the inline if, which has no else");
    }

    /** An expression that no inline if follows, as in the head of a loop. */
    Expression or() {
        Expression left = and();
        while (in.skipName("or")) {
            Expression first = left;
            Expression second = and();
            left =
                    scope -> {
                        Value value = first.evaluate(scope);
                        return value.isTrue() ? value : second.evaluate(scope);
                    };
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.skipName("and")) {
            Expression first = left;
            Expression second = not();
            left =
                    scope -> {
                        Value value = first.evaluate(scope);
                        return value.isTrue() ? second.evaluate(scope) : value;
                    };
        }
        return left;
    }

    private Expression not() {
        if (in.skipName("not")) {
            Expression operand = not();
            return scope -> Value.of(!operand.evaluate(scope).isTrue());
        }
        return comparison();
    }

    private Expression comparison() {
        Expression left = sum();
        Expression all = null;
        for (String operator = comparisonOperator();
                operator != null;
                operator = comparisonOperator()) {
            Expression right = sum();
            Expression one = compare(operator, left, right);
            Expression before = all;
            all =
                    before == null
                            ? one
                            : scope ->
                                    before.evaluate(scope).isTrue()
                                            ? one.evaluate(scope)
                                            : Value.Bool.FALSE;
            left = right;
        }
        return all == null ? left : all;
    }

    private String comparisonOperator() {
        Token token = in.peek();
        if (token.kind() == Kind.OPERATOR && Operators.COMPARISONS.contains(token.text())) {
            return in.next().text();
        }
        if (in.skipName("in")) {
            return "in";
        }
        if (in.skipName("not")) {
            in.expectName("in");
            return "not in";
        }
        return null;
    }

    private static Expression compare(String operator, Expression left, Expression right) {
        return scope -> {
            Value a = left.evaluate(scope);
            Value b = right.evaluate(scope);
            scope.budget.compared(a, b);
            return Value.of(Operators.holds(operator, a, b));
        };
    }

    private Expression sum() {
        Expression left = concatenation();
        while (in.isOperator("+") || in.isOperator("-")) {
            boolean plus = in.next().text().equals("+");
            Expression first = left;
            Expression second = concatenation();
            left =
                    scope -> {
                        Value a = first.evaluate(scope);
                        Value b = second.evaluate(scope);
                        return scope.budget.made(
                                plus ? Operators.add(a, b) : Operators.arithmetic("-", a, b));
                    };
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (in.skipOperator("~")) {
            Expression first = left;
            Expression second = product();
            left =
                    scope ->
                            scope.budget.made(
                                    Operators.concatenate(
                                            first.evaluate(scope), second.evaluate(scope)));
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (in.isOperator("*")
                || in.isOperator("/")
                || in.isOperator("//")
                || in.isOperator("%")) {
            String operator = in.next().text();
            Expression first = left;
            Expression second = power();
            left =
                    scope -> {
                        scope.budget.spend(1);
                        Value a = first.evaluate(scope);
                        Value b = second.evaluate(scope);
                        return operator.equals("*")
                                ? Operators.multiply(a, b, scope.budget)
                                : Operators.arithmetic(operator, a, b);
                    };
        }
        return left;
    }

    private Expression power() {
        Expression base = unary(/* filtered= */ true);
        if (in.skipOperator("**")) {
            Expression exponent = power();
            return scope ->
                    Operators.arithmetic("**", base.evaluate(scope), exponent.evaluate(scope));
        }
        return base;
    }

    /** A sign binds closer than a filter: {@code -3|abs} is 3. */
    private Expression unary(boolean filtered) {
        Expression value;
        if (in.skipOperator("-")) {
            Expression operand = unary(/* filtered= */ false);
            value = scope -> Operators.arithmetic("-", Value.of(0), operand.evaluate(scope));
        } else if (in.skipOperator("+")) {
            value = unary(/* filtered= */ false);
        } else {
            value = primary();
        }
        return postfix(value, filtered);
    }

    private Expression primary() {
        Token token = in.next();
        return switch (token.kind()) {
            case STRING -> constant(Value.of(strings(token)));
            case INT -> constant(integer(token));
            case REAL -> constant(new Value.Real(Double.parseDouble(token.text())));
            case NAME -> name(token.text());
            case OPERATOR ->
                    switch (token.text()) {
                        case "(" -> parenthesis();
                        case "[" -> list(expressions("]"));
                        case "{" -> dictionary();
                        default -> throw noExpression(token);
                    };
            default -> throw noExpression(token);
        };
    }

    private static TemplateException noExpression(Token token) {
        return TemplateException.at(token.line(), "expected an expression, found " + token);
    }

    /** Texts beside each other are one. */
    private String strings(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (in.peek().kind() == Kind.STRING) {
            text.append(in.next().text());
        }
        return text.toString();
    }

    private static Value integer(Token token) {
        try {
            return Value.of(Long.parseLong(token.text()));
        } catch (NumberFormatException e) {
            throw TemplateException.at(token.line(), "the number " + token + " is too large");
        }
    }

    private static Expression constant(Value value) {
        return scope -> scope.budget.read(value);
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> constant(Value.Bool.TRUE);
            case "false", "False" -> constant(Value.Bool.FALSE);
            case "none", "None" -> constant(Value.None.NONE);
            default -> scope -> scope.budget.read(scope.get(name));
        };
    }

    private Expression parenthesis() {
        if (in.skipOperator(")")) {
            return list(List.of());
        }
        Expression inner = tuple();
        in.expectOperator(")");
        return inner;
    }

    private List<Expression> expressions(String end) {
        List<Expression> expressions = new ArrayList<>();
        while (!in.skipOperator(end)) {
            expressions.add(expression());
            if (!in.isOperator(end)) {
                in.expectOperator(",");
            }
        }
        return expressions;
    }

    private static Expression list(List<Expression> elements) {
        List<Expression> all = List.copyOf(elements);
        return scope ->
                scope.budget.made(Value.of(all.stream().map(e -> e.evaluate(scope)).toList()));
    }

    private Expression dictionary() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!in.skipOperator("}")) {
            Expression key = expression();
            in.expectOperator(":");
            entries.put(key, expression());
            if (!in.isOperator("}")) {
                in.expectOperator(",");
            }
        }
        return scope -> {
            Map<Value, Value> values = new LinkedHashMap<>();
            entries.forEach((key, value) -> values.put(key.evaluate(scope), value.evaluate(scope)));
            return scope.budget.made(Value.of(values));
        };
    }

    private Expression postfix(Expression start, boolean filtered) {
        Expression value = start;
        while (true) {
            if (in.skipOperator(".")) {
                Token name = in.next();
                if (name.kind() != Kind.NAME && name.kind() != Kind.INT) {
                    throw TemplateException.at(name.line(), "expected a name, found " + name);
                }
                value = attribute(value, name);
            } else if (in.skipOperator("[")) {
                value = subscript(value);
            } else if (in.skipOperator("(")) {
                value = call(value, arguments());
            } else if (filtered && in.skipOperator("|")) {
                value = filter(value);
            } else if (filtered && in.skipName("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    private static Expression attribute(Expression container, Token name) {
        Value key = name.kind() == Kind.INT ? integer(name) : Value.of(name.text());
        return scope -> {
            Value value = container.evaluate(scope);
            Value method = Methods.find(value, name.text(), scope.budget);
            return scope.budget.read(method != null ? method : Operators.item(value, key));
        };
    }

    private Expression subscript(Expression container) {
        Expression from = in.isOperator(":") ? NONE : expression();
        if (in.skipOperator("]")) {
            return scope -> {
                Value value = container.evaluate(scope);
                return scope.budget.read(Operators.item(value, from.evaluate(scope)));
            };
        }
        in.expectOperator(":");
        Expression to = in.isOperator(":") || in.isOperator("]") ? NONE : expression();
        Expression step = in.skipOperator(":") && !in.isOperator("]") ? expression() : NONE;
        in.expectOperator("]");
        return scope ->
                scope.budget.made(
                        Operators.slice(
                                container.evaluate(scope),
                                from.evaluate(scope),
                                to.evaluate(scope),
                                step.evaluate(scope)));
    }

    /** The expressions of a call's arguments. */
    record Call(List<Expression> positional, Map<String, Expression> named) {
        static final Call EMPTY = new Call(List.of(), Map.of());

        Arguments evaluate(Scope scope, List<Value> first) {
            List<Value> values = new ArrayList<>(first);
            positional.forEach(argument -> values.add(argument.evaluate(scope)));
            Map<String, Value> names = new LinkedHashMap<>();
            named.forEach((name, argument) -> names.put(name, argument.evaluate(scope)));
            return new Arguments(values, names);
        }
    }

    /** Arguments, behind their opening parenthesis. */
    Call arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!in.skipOperator(")")) {
            String name = in.argumentName();
            if (name != null) {
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!in.isOperator(")")) {
                in.expectOperator(",");
            }
        }
        return new Call(positional, named);
    }

    private static Expression call(Expression function, Call call) {
        return scope -> {
            Value value = function.evaluate(scope);
            if (value instanceof Value.Callable callable) {
                return scope.budget.made(callable.function().call(call.evaluate(scope, List.of())));
            }
            throw new TemplateException(value.kind() + " cannot be called");
        };
    }

    /** One filter or several, as in the head of a filter block. */
    Expression filters(Expression input) {
        Expression value = filter(input);
        while (in.skipOperator("|")) {
            value = filter(value);
        }
        return value;
    }

    private Expression filter(Expression input) {
        Token name = in.expect(Kind.NAME);
        if (!Filters.exist(name.text())) {
            throw TemplateException.at(name.line(), "there is no filter " + name.text());
        }
        Call call = in.skipOperator("(") ? arguments() : Call.EMPTY;
        return scope -> {
            List<Value> first = List.of(input.evaluate(scope));
            return scope.budget.made(
                    Filters.apply(name.text(), call.evaluate(scope, first), scope.budget));
        };
    }

    private Expression test(Expression input) {
        boolean negated = in.skipName("not");
        Token name = in.expect(Kind.NAME);
        if (!Tests.exist(name.text())) {
            throw TemplateException.at(name.line(), "there is no test " + name.text());
        }
        Call call = in.skipOperator("(") ? arguments() : testArgument();
        return scope -> {
            Arguments values = call.evaluate(scope, List.of(input.evaluate(scope)));
            values.positional().forEach(value -> scope.budget.compared(value, Value.None.NONE));
            return Value.of(Tests.holds(name.text(), values) != negated);
        };
    }

    private Call testArgument() {
        Token token = in.peek();
        boolean there =
                switch (token.kind()) {
                    case NAME -> !NO_TEST_ARGUMENT.contains(token.text());
                    case STRING, INT, REAL -> true;
                    case OPERATOR -> token.text().equals("[") || token.text().equals("{");
                    default -> false;
                };
        return there ? new Call(List.of(primary()), Map.of()) : Call.EMPTY;
    }
}
