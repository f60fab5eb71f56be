package io.github.headlight.export.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of a model made elsewhere.
 *
 * @param index in the order of the file
 * @param op its operator
 * @param domain of the operator, empty for {@code ai.onnx}
 * @param name may be empty
 * @param inputs names, empty for those left out
 * @param outputs names, empty for those left out
 * @param message as it lies in the file
 */
record ForeignNode(
        int index,
        String op,
        String domain,
        String name,
        List<String> inputs,
        List<String> outputs,
        WireMessage message) {
    static final String MICROSOFT = "com.microsoft";

    private static final int MAX_ENDS = 100_000;
    private static final int MAX_INTS = 64;
    private static final int ATTRIBUTE = 5;
    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_FLOAT = 2;
    private static final int ATTRIBUTE_INT = 3;
    private static final int ATTRIBUTE_TEXT = 4;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int ATTRIBUTE_INTS = 8;
    private static final int ATTRIBUTE_GRAPHS = 11;

    static ForeignNode of(int index, WireMessage message) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String name = "";
        String op = "";
        String domain = "";
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(1)) {
                inputs.add(reader.text());
            } else if (reader.isBytes(2)) {
                outputs.add(reader.text());
            } else if (reader.isBytes(3)) {
                name = reader.text();
            } else if (reader.isBytes(4)) {
                op = reader.text();
            } else if (reader.isBytes(7)) {
                domain = reader.text();
            }
            if (inputs.size() > MAX_ENDS || outputs.size() > MAX_ENDS) {
                throw message.invalid("a node has more than " + MAX_ENDS + " inputs or outputs");
            }
        }
        return new ForeignNode(
                index,
                op,
                domain.equals("ai.onnx") ? "" : domain,
                name,
                List.copyOf(inputs),
                List.copyOf(outputs),
                message);
    }

    boolean is(String operator) {
        return domain.isEmpty() && op.equals(operator);
    }

    boolean isMicrosoft(String operator) {
        return domain.equals(MICROSOFT) && op.equals(operator);
    }

    /** {@return the name of an input, empty if it is left out} */
    String input(int position) {
        return position < inputs.size() ? inputs.get(position) : "";
    }

    /** {@return the name of an output, empty if it is left out} */
    String output(int position) {
        return position < outputs.size() ? outputs.get(position) : "";
    }

    /** {@return a whole number, or another where it is not set} */
    long number(String attribute, long missing) {
        long result = missing;
        for (WireMessage found : attributes(attribute)) {
            WireReader reader = found.fields();
            while (reader.next()) {
                result = reader.isNumber(ATTRIBUTE_INT) ? reader.number() : result;
            }
        }
        return result;
    }

    /** {@return a float, if it is set} */
    Optional<Float> real(String attribute) {
        Optional<Float> result = Optional.empty();
        for (WireMessage found : attributes(attribute)) {
            WireReader reader = found.fields();
            while (reader.next()) {
                result = reader.isFloat(ATTRIBUTE_FLOAT) ? Optional.of(reader.real()) : result;
            }
        }
        return result;
    }

    /** {@return a text, if it is set} */
    Optional<String> text(String attribute) {
        return messages(attribute, ATTRIBUTE_TEXT).stream().map(WireMessage::text).findFirst();
    }

    /** {@return whole numbers, if they are set} */
    Optional<List<Long>> numbers(String attribute) {
        LongList numbers = new LongList(MAX_INTS);
        boolean set = false;
        for (WireMessage found : attributes(attribute)) {
            WireReader reader = found.fields();
            while (reader.next()) {
                set |= reader.addNumbers(ATTRIBUTE_INTS, numbers);
            }
        }
        return set && numbers.isComplete() ? Optional.of(numbers.numbers()) : Optional.empty();
    }

    /** {@return a tensor, if it is set} */
    Optional<ForeignTensor> tensor(String attribute) {
        return messages(attribute, ATTRIBUTE_TENSOR).stream().map(ForeignTensor::of).findFirst();
    }

    /** {@return the inner graphs that it runs, as a branch or the body of a loop} */
    List<WireMessage> graphs() {
        List<WireMessage> graphs = new ArrayList<>();
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(ATTRIBUTE)) {
                WireReader attribute = reader.message().fields();
                while (attribute.next()) {
                    if (attribute.isBytes(ATTRIBUTE_GRAPH) || attribute.isBytes(ATTRIBUTE_GRAPHS)) {
                        graphs.add(attribute.message());
                    }
                }
            }
        }
        return graphs;
    }

    private List<WireMessage> messages(String attribute, int field) {
        List<WireMessage> messages = new ArrayList<>();
        for (WireMessage found : attributes(attribute)) {
            WireReader reader = found.fields();
            while (reader.next()) {
                if (reader.isBytes(field)) {
                    messages.add(reader.message());
                }
            }
        }
        return messages;
    }

    private List<WireMessage> attributes(String wanted) {
        List<WireMessage> found = new ArrayList<>();
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(ATTRIBUTE)) {
                WireReader attribute = reader.message().fields();
                while (attribute.next()) {
                    if (attribute.isBytes(ATTRIBUTE_NAME)) {
                        if (attribute.text().equals(wanted)) {
                            found.add(reader.message());
                        }
                        break;
                    }
                }
            }
        }
        return found;
    }

    /** {@return it in words: its operator, and its name if it has one} */
    @Override
    public String toString() {
        String operator = domain.isEmpty() ? op : domain + "." + op;
        return name.isEmpty() ? operator + " number " + index : operator + " \"" + name + "\"";
    }
}
