package io.github.headlight.internal.jinja;

import io.github.headlight.internal.jinja.Lexer.Token;
import io.github.headlight.internal.jinja.Lexer.Token.Kind;
import io.github.headlight.internal.jinja.Statement.End;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the statements of a template: text, output, and the blocks that chat templates use. */
final class StatementParser {
    private static final String CALLER = "caller";

    /** No template can have such a name. */
    private static final String FILTERED = "filter block";

    private final TokenReader in;
    private final ExpressionParser expressions;

    private StatementParser(TokenReader in) {
        this.in = in;
        this.expressions = new ExpressionParser(in);
    }

    static Statement parse(String template) {
        StatementParser parser = new StatementParser(new TokenReader(Lexer.tokens(template)));
        Statement all = parser.until(Set.of());
        if (parser.in.peek().kind() != Kind.END) {
            throw parser.in.unexpected("the end of the template");
        }
        return all;
    }

    /** Statements up to a block with one of these names, which is left to be read. */
    private Statement until(Set<String> ends) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = in.peek();
            switch (token.kind()) {
                case TEXT -> {
                    in.next();
                    statements.add(output(scope -> Value.of(token.text())));
                }
                case OUTPUT_START -> {
                    in.next();
                    Expression value = expressions.tuple();
                    in.expect(Kind.OUTPUT_END);
                    statements.add(located(token.line(), output(value)));
                }
                case BLOCK_START -> {
                    in.next();
                    if (in.peek().kind() == Kind.NAME && ends.contains(in.peek().text())) {
                        return Statement.block(statements);
                    }
                    statements.add(located(token.line(), statement()));
                }
                default -> {
                    if (ends.isEmpty()) {
                        return Statement.block(statements);
                    }
                    throw in.unexpected(String.join(" or ", ends.stream().sorted().toList()));
                }
            }
        }
    }

    private static Statement output(Expression value) {
        return scope -> {
            StringBuilder text = new StringBuilder();
            PythonText.append(text, value.evaluate(scope));
            scope.write(text.toString());
            return End.NORMAL;
        };
    }

    private static Statement located(int line, Statement statement) {
        return scope -> {
            try {
                return statement.execute(scope);
            } catch (TemplateException e) {
                throw e.in(line);
            }
        };
    }

    private Statement statement() {
        Token name = in.expect(Kind.NAME);
        return switch (name.text()) {
            case "if" -> branch();
            case "for" -> loop();
            case "set" -> set();
            case "macro" -> macro();
            case "call" -> call();
            case "generation" -> {
                // Where transformers looks for what the assistant wrote; renders what is in it.
                endOfBlock();
                yield body("endgeneration");
            }
            case "filter" -> filter();
            case "with" -> with();
            case "break" -> end(End.BREAK);
            case "continue" -> end(End.CONTINUE);
            default ->
                    throw TemplateException.at(
                            name.line(), "the block " + name.text() + " is not supported");
        };
    }

    private Statement end(End end) {
        endOfBlock();
        return scope -> end;
    }

    private void endOfBlock() {
        in.expect(Kind.BLOCK_END);
    }

    private Statement body(String end) {
        Statement body = until(Set.of(end));
        in.next();
        endOfBlock();
        return body;
    }

    private Statement branch() {
        Expression condition = expressions.tuple();
        endOfBlock();
        Statement then = until(Set.of("elif", "else", "endif"));
        Statement otherwise =
                switch (in.next().text()) {
                    case "elif" -> branch();
                    case "else" -> {
                        endOfBlock();
                        yield body("endif");
                    }
                    default -> {
                        endOfBlock();
                        yield scope -> End.NORMAL;
                    }
                };
        return scope -> (condition.evaluate(scope).isTrue() ? then : otherwise).execute(scope);
    }

    private Statement loop() {
        List<String> names = names();
        in.expectName("in");
        Expression sequence = expressions.or();
        Expression condition = in.skipName("if") ? expressions.expression() : null;
        endOfBlock();
        Statement body = until(Set.of("else", "endfor"));
        Statement otherwise = scope -> End.NORMAL;
        if (in.next().text().equals("else")) {
            endOfBlock();
            otherwise = body("endfor");
        } else {
            endOfBlock();
        }
        return new Loop(names, sequence, condition, body, otherwise);
    }

    private List<String> names() {
        boolean parenthesis = in.skipOperator("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(in.expect(Kind.NAME).text());
        } while (in.skipOperator(","));
        if (parenthesis) {
            in.expectOperator(")");
        }
        return List.copyOf(names);
    }

    private Statement set() {
        List<String> names = names();
        if (names.size() == 1 && in.skipOperator(".")) {
            return setField(names.get(0), in.expect(Kind.NAME).text());
        }
        if (names.size() == 1 && in.peek().kind() == Kind.BLOCK_END) {
            endOfBlock();
            Statement body = body("endset");
            return scope -> {
                scope.set(names.get(0), Value.of(capture(scope.capturing(), body)));
                return End.NORMAL;
            };
        }
        in.expectOperator("=");
        Expression value = expressions.tuple();
        endOfBlock();
        return scope -> {
            bind(scope, names, value.evaluate(scope));
            return End.NORMAL;
        };
    }

    /** Gives a value to a name, or the elements of a value to several names. */
    static void bind(Scope scope, List<String> names, Value value) {
        if (names.size() == 1) {
            scope.set(names.get(0), value);
            return;
        }
        List<Value> values = Operators.elements(value);
        if (values.size() != names.size()) {
            throw new TemplateException(
                    "expected " + names.size() + " values, found " + values.size());
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), values.get(i));
        }
    }

    private Statement setField(String name, String field) {
        in.expectOperator("=");
        Expression value = expressions.tuple();
        endOfBlock();
        return scope -> {
            Value target = scope.get(name);
            if (!(target instanceof Value.Namespace space)) {
                throw new TemplateException("expected a namespace, found " + target.kind());
            }
            space.fields().put(field, value.evaluate(scope));
            return End.NORMAL;
        };
    }

    private static String capture(Scope scope, Statement body) {
        body.execute(scope);
        return scope.out.toString();
    }

    /** {@code call name(…)}: calls a macro, to which the block is {@code caller()}. */
    private Statement call() {
        String name = in.expect(Kind.NAME).text();
        in.expectOperator("(");
        ExpressionParser.Call call = expressions.arguments();
        endOfBlock();
        Statement body = body("endcall");
        return scope -> {
            if (!(scope.get(name) instanceof Value.Callable macro)) {
                throw new TemplateException(scope.get(name).kind() + " cannot be called");
            }
            Value.Function block = none -> Value.of(capture(scope.capturing(), body));
            Arguments arguments = call.evaluate(scope, List.of());
            Map<String, Value> named = new LinkedHashMap<>(arguments.named());
            named.put(CALLER, new Value.Callable(CALLER, block));
            Value made = macro.function().call(new Arguments(arguments.positional(), named));
            return output(inner -> made).execute(scope);
        };
    }

    /** {@code filter name(…)}: what the block writes, through a filter. */
    private Statement filter() {
        Expression filtered = expressions.filters(scope -> scope.get(FILTERED));
        endOfBlock();
        Statement body = body("endfilter");
        return scope -> {
            Scope inner = scope.capturing();
            String text = capture(inner, body);
            inner.set(FILTERED, Value.of(text));
            return output(ignored -> filtered.evaluate(inner)).execute(scope);
        };
    }

    /** {@code with a = 1, b = 2}: names for a block. */
    private Statement with() {
        Map<String, Expression> values = new LinkedHashMap<>();
        while (in.peek().kind() != Kind.BLOCK_END) {
            String name = in.expect(Kind.NAME).text();
            in.expectOperator("=");
            values.put(name, expressions.expression());
            if (in.peek().kind() != Kind.BLOCK_END) {
                in.expectOperator(",");
            }
        }
        endOfBlock();
        Statement body = body("endwith");
        return scope -> {
            Scope inner = scope.inner();
            values.forEach((name, value) -> inner.set(name, value.evaluate(scope)));
            return body.execute(inner);
        };
    }

    private Statement macro() {
        String name = in.expect(Kind.NAME).text();
        Map<String, Expression> parameters = new LinkedHashMap<>();
        in.expectOperator("(");
        while (!in.skipOperator(")")) {
            String parameter = in.expect(Kind.NAME).text();
            parameters.put(
                    parameter,
                    in.skipOperator("=")
                            ? expressions.expression()
                            : scope -> new Value.Undefined(parameter));
            if (!in.isOperator(")")) {
                in.expectOperator(",");
            }
        }
        endOfBlock();
        Statement body = body("endmacro");
        return scope -> {
            Value.Function function =
                    arguments -> {
                        Scope inner = scope.capturing();
                        arguments
                                .get(Integer.MAX_VALUE, CALLER)
                                .ifPresent(c -> inner.set(CALLER, c));
                        int position = 0;
                        for (var parameter : parameters.entrySet()) {
                            Value value =
                                    arguments
                                            .get(position++, parameter.getKey())
                                            .orElseGet(() -> parameter.getValue().evaluate(inner));
                            inner.set(parameter.getKey(), value);
                        }
                        return Value.of(capture(inner, body));
                    };
            scope.set(name, new Value.Callable(name, function));
            return End.NORMAL;
        };
    }
}
