package io.github.headlight.internal.jinja;

import java.time.Clock;
import java.util.Map;

/** A template that was read and can be rendered many times, by many threads. */
public final class Template {
    /** Templates of checkpoints have up to 30,000 characters. */
    private static final int MAX_LENGTH = 1 << 20;

    private static final long BASE_BUDGET = 20_000_000;
    private static final long BUDGET_PER_CHARACTER = 100;

    private final Statement statement;

    private Template(Statement statement) {
        this.statement = statement;
    }

    /**
     * {@return a template}
     *
     * @param source its text
     * @throws TemplateException if it is wrong, or uses what is not supported
     */
    public static Template of(String source) {
        if (source.length() > MAX_LENGTH) {
            throw new TemplateException("expected at most " + MAX_LENGTH + " characters");
        }
        try {
            return new Template(StatementParser.parse(source));
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /**
     * Renders the template.
     *
     * @param variables the names that it finds
     * @param clock what {@code strftime_now} reads
     * @return the text
     * @throws TemplateException if it fails, does too much, or refuses the variables
     */
    public String render(Map<String, Value> variables, Clock clock) {
        long size = variables.values().stream().mapToLong(Value::weight).sum();
        Scope scope = Scope.global(new Budget(BASE_BUDGET + BUDGET_PER_CHARACTER * size));
        Functions.define(scope, clock);
        variables.forEach(scope::set);
        try {
            statement.execute(scope);
            return scope.out.toString();
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    private static TemplateException tooDeep() {
        return new TemplateException("the template is nested too deep");
    }
}
