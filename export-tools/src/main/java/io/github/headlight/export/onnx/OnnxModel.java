package io.github.headlight.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;

import java.util.SortedMap;

/**
 * A graph with all that makes it a model file.
 *
 * @param graph the graph
 * @param producer name of what wrote it
 * @param metadata texts for whoever opens it
 */
public record OnnxModel(OnnxGraph graph, String producer, SortedMap<String, String> metadata) {
    /** The version of the file format that came with opset 18. */
    private static final long IR_VERSION = 8;

    /** {@return the bytes of the file; the same model gives the same bytes} */
    public byte[] toBytes() {
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(IR_VERSION)
                        .setProducerName(producer)
                        .setGraph(graph.toProto());
        for (OpDomain domain : OpDomain.values()) {
            model.addOpsetImport(
                    OperatorSetIdProto.newBuilder()
                            .setDomain(domain.onnxName())
                            .setVersion(domain.version()));
        }
        metadata.forEach((key, value) -> model.addMetadataProps(OnnxGraph.entry(key, value)));
        return model.build().toByteArray();
    }
}
