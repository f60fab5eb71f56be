package io.github.headlight.internal.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code for names in sequence if condition}; the condition may be null. */
record Loop(
        List<String> names,
        Expression sequence,
        Expression condition,
        Statement body,
        Statement otherwise)
        implements Statement {

    @Override
    public End execute(Scope scope) {
        List<Value> values = chosen(scope);
        if (values.isEmpty()) {
            return otherwise.execute(scope);
        }
        for (int i = 0; i < values.size(); i++) {
            scope.budget.spend(10);
            Scope inner = scope.inner();
            StatementParser.bind(inner, names, values.get(i));
            inner.set("loop", variables(values, i));
            if (body.execute(inner) == End.BREAK) {
                break;
            }
        }
        return End.NORMAL;
    }

    private List<Value> chosen(Scope scope) {
        List<Value> all = Operators.elements(sequence.evaluate(scope));
        if (condition == null) {
            return all;
        }
        List<Value> chosen = new ArrayList<>();
        for (Value value : all) {
            Scope inner = scope.inner();
            StatementParser.bind(inner, names, value);
            if (condition.evaluate(inner).isTrue()) {
                chosen.add(value);
            }
        }
        return chosen;
    }

    private static Value cycle(Arguments arguments, int index) {
        int count = arguments.positional().size();
        if (count == 0) {
            throw new TemplateException("loop.cycle: expected something to choose from");
        }
        return arguments.positional().get(index % count);
    }

    private static Value variables(List<Value> values, int index) {
        int size = values.size();
        Map<String, Value> loop = new LinkedHashMap<>();
        loop.put("index", Value.of(index + 1));
        loop.put("index0", Value.of(index));
        loop.put("revindex", Value.of(size - index));
        loop.put("revindex0", Value.of(size - index - 1));
        loop.put("first", Value.of(index == 0));
        loop.put("last", Value.of(index == size - 1));
        loop.put("length", Value.of(size));
        loop.put("cycle", new Value.Callable("cycle", arguments -> cycle(arguments, index)));
        if (index > 0) {
            loop.put("previtem", values.get(index - 1));
        }
        if (index < size - 1) {
            loop.put("nextitem", values.get(index + 1));
        }
        return Value.ofNames(loop);
    }
}
