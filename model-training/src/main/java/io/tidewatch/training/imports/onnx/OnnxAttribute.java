package io.tidewatch.training.imports.onnx;

import java.util.List;

/** One attribute of a node: whichever of these the file gives; 0 or empty otherwise. */
record OnnxAttribute(
    float number,
    long integer,
    String text,
    OnnxTensor tensor,
    double[] floats,
    long[] integers,
    List<String> texts) {}
