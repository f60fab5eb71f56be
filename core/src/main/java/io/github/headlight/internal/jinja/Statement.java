package io.github.headlight.internal.jinja;

import java.util.List;

/** A part of a template that does something. */
@FunctionalInterface
interface Statement {
    /** How a statement ended. */
    enum End {
        NORMAL,
        BREAK,
        CONTINUE
    }

    End execute(Scope scope);

    /** Several statements, one after the other, until one breaks off. */
    static Statement block(List<Statement> statements) {
        List<Statement> all = List.copyOf(statements);
        return scope -> {
            for (Statement statement : all) {
                End end = statement.execute(scope);
                if (end != End.NORMAL) {
                    return end;
                }
            }
            return End.NORMAL;
        };
    }
}
