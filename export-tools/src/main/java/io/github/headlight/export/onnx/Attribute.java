package io.github.headlight.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;

import java.util.List;

/** What an attribute of a node is set to. */
sealed interface Attribute {
    /** A whole number. */
    record Int(long value) implements Attribute {
        @Override
        public AttributeType type() {
            return AttributeType.INT;
        }

        @Override
        public void writeTo(AttributeProto.Builder proto) {
            proto.setType(AttributeProto.AttributeType.INT).setI(value);
        }
    }

    /** A 32-bit float. */
    record Real(float value) implements Attribute {
        @Override
        public AttributeType type() {
            return AttributeType.FLOAT;
        }

        @Override
        public void writeTo(AttributeProto.Builder proto) {
            proto.setType(AttributeProto.AttributeType.FLOAT).setF(value);
        }
    }

    /** Whole numbers in order. */
    record Ints(List<Long> values) implements Attribute {
        @Override
        public AttributeType type() {
            return AttributeType.INTS;
        }

        @Override
        public void writeTo(AttributeProto.Builder proto) {
            proto.setType(AttributeProto.AttributeType.INTS).addAllInts(values);
        }
    }

    /** Its type. */
    AttributeType type();

    /** Puts type and value into a message. */
    void writeTo(AttributeProto.Builder proto);
}
