package io.tidewatch.training.export;

import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/**
 * Turns {@code gamma (x - mean) / sqrt(variance + eps) + beta} into weights: {@code x scale +
 * shift}.
 *
 * <pre>
 * behind a dense layer or convolution without activation, its only reader   into those weights
 * behind a source or its standardisation                                    Standardise
 * behind a sequence                                                         Convolution1D, kernel 1
 * behind anything else                                                      Scale
 * </pre>
 */
final class BatchNormalizationExport {
  private final LayerSink sink;

  BatchNormalizationExport(LayerSink sink) {
    this.sink = sink;
  }

  Value export(Vertex vertex, BatchNormalization spec, Value in) {
    int width = in.width();
    double[] scale = new double[width];
    double[] shift = new double[width];
    coefficients(vertex, spec, scale, shift);
    if (in.parts().size() == 1 && in.readers() == 1 && canTake(in.names().get(0))) {
      fold(in.names().get(0), scale, shift);
      return in.readBy(vertex.readers()).shifted(in.steps() > 0);
    }
    return in.steps() > 0 ? perStep(vertex, in, scale, shift) : perValue(vertex, in, scale, shift);
  }

  private static void coefficients(
      Vertex vertex, BatchNormalization spec, double[] scale, double[] shift) {
    float[] mean = parameter(vertex, BatchNormalizationParamInitializer.GLOBAL_MEAN);
    float[] variance = parameter(vertex, BatchNormalizationParamInitializer.GLOBAL_VAR);
    float[] logDeviation = parameter(vertex, BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
    float[] gamma = parameter(vertex, BatchNormalizationParamInitializer.GAMMA);
    float[] beta = parameter(vertex, BatchNormalizationParamInitializer.BETA);
    if (mean.length != scale.length) {
      throw vertex.unsupported(
          "has %d means for %d inputs; normalise values, not time"
              .formatted(mean.length, scale.length));
    }
    for (int j = 0; j < scale.length; j++) {
      double v = spec.isUseLogStd() ? Math.pow(10, 2.0 * logDeviation[j]) : variance[j];
      double g = spec.isLockGammaBeta() ? spec.getGamma() : gamma[j];
      double b = spec.isLockGammaBeta() ? spec.getBeta() : beta[j];
      scale[j] = g / Math.sqrt(v + spec.getEps());
      shift[j] = b - mean[j] * scale[j];
    }
  }

  private static float[] parameter(Vertex vertex, String name) {
    var values = vertex.parameters().get(name);
    return values == null ? new float[0] : LayerExport.values(values);
  }

  private boolean canTake(String name) {
    LayerSpec layer = sink.layer(name);
    return (layer instanceof LayerSpec.Dense || layer instanceof LayerSpec.Convolution1D)
        && layer.activation() == Activation.IDENTITY;
  }

  private void fold(String name, double[] scale, double[] shift) {
    float[] weights = sink.tensors().get(name + "/W").clone();
    float[] bias = sink.tensors().get(name + "/b").clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * scale[i % scale.length]);
    }
    for (int j = 0; j < bias.length; j++) {
      bias[j] = (float) (bias[j] * scale[j] + shift[j]);
    }
    sink.tensors().put(name + "/W", weights);
    sink.tensors().put(name + "/b", bias);
  }

  private Value perStep(Vertex vertex, Value in, double[] scale, double[] shift) {
    int width = in.width();
    var weights = new float[width * width];
    for (int j = 0; j < width; j++) {
      weights[j * width + j] = (float) scale[j];
    }
    var layer =
        new LayerSpec.Convolution1D(
            vertex.name(),
            in.names(),
            in.steps(),
            width,
            1,
            1,
            LayerSpec.Padding.TRUNCATE,
            width,
            Activation.IDENTITY);
    return sink.add(vertex, layer, in, Map.of("W", weights, "b", floats(shift, 0, width)))
        .shifted(true);
  }

  private Value perValue(Vertex vertex, Value in, double[] scale, double[] shift) {
    List<Value.Part> parts = new ArrayList<>();
    int from = 0;
    for (Value.Part part : in.parts()) {
      String name = in.parts().size() == 1 ? vertex.name() : vertex.name() + "." + part.name();
      parts.add(new Value.Part(name, part.width()));
      addPart(vertex, in, name, part, floats(scale, from, part.width()), shift, from);
      from += part.width();
    }
    return new Value(List.copyOf(parts), 0, vertex.readers(), false);
  }

  private void addPart(
      Vertex vertex,
      Value in,
      String name,
      Value.Part part,
      float[] scale,
      double[] shift,
      int from) {
    boolean invertible = true;
    for (float s : scale) {
      invertible &= s != 0;
    }
    if (sink.layer(part.name()) == null && invertible) {
      // The same as a standardisation, which explanations understand: (x - (-shift/scale)) scale.
      var mean = new float[scale.length];
      for (int j = 0; j < mean.length; j++) {
        mean[j] = (float) (-shift[from + j] / scale[j]);
      }
      var layer = new LayerSpec.Standardise(name, part.name(), part.width(), 0);
      sink.add(vertex, layer, in, Map.of("mean", mean, "scale", scale));
    } else {
      var layer = new LayerSpec.Scale(name, part.name(), part.width());
      sink.add(vertex, layer, in, Map.of("W", scale, "b", floats(shift, from, part.width())));
    }
  }

  private static float[] floats(double[] values, int from, int count) {
    var floats = new float[count];
    for (int j = 0; j < count; j++) {
      floats[j] = (float) values[from + j];
    }
    return floats;
  }
}
