package io.tidewatch.training.export;

import io.tidewatch.models.LayerSpec;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;

/** Turns DL4J's layers over time into those of a release: convolutions and what pools them. */
final class SequenceExport {
  private final LayerSink sink;

  SequenceExport(LayerSink sink) {
    this.sink = sink;
  }

  Value convolution(Vertex vertex, Convolution1DLayer spec, Value in) {
    if (in.steps() == 0) {
      throw vertex.unsupported("reads single vectors; declare the input as a sequence");
    }
    if (in.shifted()) {
      throw vertex.unsupported(
          "reads steps that DL4J does not mask after a dense layer or a BatchNormalization; put"
              + " those behind the pooling, or an EmbeddingSequenceLayer before it");
    }
    if (spec.getDilation()[0] != 1 || spec.getPadding()[0] != 0) {
      throw vertex.unsupported(
          "has dilation %d and padding %d; the kernel has 1 and 0; use mode Same or Causal"
              .formatted(spec.getDilation()[0], spec.getPadding()[0]));
    }
    if (spec.getRnnDataFormat() != null && spec.getRnnDataFormat() != RNNFormat.NCW) {
      throw vertex.unsupported("has data format NWC; use NCW");
    }
    int kernel = spec.getKernelSize()[0];
    if (spec.getStride()[0] > kernel) {
      throw vertex.unsupported(
          "has a stride beyond its kernel and so skips steps; use a smaller one");
    }
    int filters = (int) spec.getNOut();
    var layer =
        new LayerSpec.Convolution1D(
            vertex.name(),
            in.names(),
            in.steps(),
            in.width(),
            kernel,
            spec.getStride()[0],
            padding(vertex, spec.getConvolutionMode()),
            filters,
            Activations.of(spec.getActivationFn(), vertex));
    if (layer.outputSteps() < 1) {
      throw vertex.unsupported(
          "has windows of %d steps over %d; declare a longer sequence or use mode Same"
              .formatted(kernel, in.steps()));
    }
    // DL4J says the shape is [filters, width, kernel, 1], but computes with the same values as
    // [kernel, width, filters] (Convolution1DUtils.reshapeWeightArrayOrGradientForFormat).
    return sink.add(
        vertex,
        layer,
        Map.of("W", LayerExport.values(vertex, "W"), "b", LayerExport.bias(vertex, filters)),
        layer.outputSteps());
  }

  private static LayerSpec.Padding padding(Vertex vertex, ConvolutionMode mode) {
    return switch (mode) {
      case Truncate, Strict -> LayerSpec.Padding.TRUNCATE;
      case Same -> LayerSpec.Padding.SAME;
      case Causal -> LayerSpec.Padding.CAUSAL;
      default -> throw vertex.unsupported("has mode " + mode + "; use Same, Truncate or Causal");
    };
  }

  Value pooling(Vertex vertex, GlobalPoolingLayer spec, Value in) {
    if (in.steps() == 0) {
      throw vertex.unsupported(
          "pools single vectors; behind an LSTM take the last time step, else declare the input"
              + " as a sequence");
    }
    int[] dimensions = spec.getPoolingDimensions();
    boolean overTime = dimensions == null || dimensions.length == 1 && dimensions[0] == 2;
    if (!overTime || !spec.isCollapseDimensions()) {
      throw vertex.unsupported("must pool over time and leave a vector: dimension 2, collapsed");
    }
    LayerSpec.Pooling pooling =
        switch (spec.getPoolingType()) {
          case MAX -> LayerSpec.Pooling.MAX;
          case AVG -> LayerSpec.Pooling.AVERAGE;
          case SUM -> LayerSpec.Pooling.SUM;
          default ->
              throw vertex.unsupported(
                  "has pooling " + spec.getPoolingType() + "; use MAX, AVG or SUM");
        };
    Value all = null;
    for (Value.Part part : in.parts()) {
      String name = in.parts().size() == 1 ? vertex.name() : vertex.name() + "." + part.name();
      var layer = new LayerSpec.GlobalPooling(name, part.name(), in.steps(), part.width(), pooling);
      Value pooled = sink.add(vertex, layer, Map.of(), 0);
      all = all == null ? pooled : all.beside(pooled);
    }
    return all;
  }
}
