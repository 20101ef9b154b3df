package io.tidewatch.training.export;

import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Turns one layer of DL4J into layers of a release. */
final class LayerExport {
  private final LayerSink sink;
  private final boolean recurrent;
  private final boolean engine;
  private final BatchNormalizationExport batchNormalization;
  private String lstm;

  /**
   * @param recurrent whether the network has an LSTM, and so is served step by step
   * @param engine whether dense layers may be left to an engine
   */
  LayerExport(LayerSink sink, boolean recurrent, boolean engine) {
    this.sink = sink;
    this.recurrent = recurrent;
    this.engine = engine;
    batchNormalization = new BatchNormalizationExport(sink);
  }

  static boolean isRecurrent(Vertex vertex) {
    return vertex.layer() != null && unwrapped(vertex.layer()).getClass() == LSTM.class;
  }

  /**
   * @throws UnsupportedLayerException if DL4J changes the input in a way that a release cannot
   *     express
   */
  static void requireKnown(InputPreProcessor preprocessor, Vertex vertex) {
    if (preprocessor == null
        || preprocessor instanceof RnnToFeedForwardPreProcessor
        || preprocessor instanceof FeedForwardToRnnPreProcessor) {
      return;
    }
    throw vertex.unsupported(
        "its input goes through %s, which has no kernel; give the layer the shape that it reads"
            .formatted(preprocessor.getClass().getSimpleName()));
  }

  /** Returns the value at the last step, which is what a step-wise network always is at. */
  Value lastStep(Vertex vertex, Value in) {
    if (!recurrent) {
      throw vertex.unsupported("takes the last step of a whole sequence; use GlobalPoolingLayer");
    }
    return in;
  }

  Value export(Vertex vertex, Value in) {
    requireKnown(vertex.preprocessor(), vertex);
    Layer layer = vertex.layer();
    if (layer instanceof LastTimeStep) {
      lastStep(vertex, in);
    }
    if (recurrent && in.steps() > 0) {
      throw vertex.unsupported(
          "reads a whole sequence in a network that an LSTM makes step-wise; use one or the other");
    }
    layer = unwrapped(layer);
    Class<?> kind = layer.getClass();
    if (kind == DropoutLayer.class) {
      return in.readBy(vertex.readers());
    } else if (layer instanceof LSTM spec && kind == LSTM.class) {
      return lstm(vertex, spec, in);
    } else if (layer instanceof DenseLayer spec && kind == DenseLayer.class) {
      requireNoNormalisation(vertex, spec.isHasLayerNorm());
      return dense(vertex, spec, in);
    } else if (kind == OutputLayer.class || kind == RnnOutputLayer.class) {
      return dense(vertex, (BaseLayer) layer, in);
    } else if (kind == EmbeddingLayer.class || kind == EmbeddingSequenceLayer.class) {
      return embedding(vertex, (BaseLayer) layer, in);
    } else if (layer instanceof Convolution1DLayer spec
        && (kind == Convolution1DLayer.class || kind == Convolution1D.class)) {
      return convolution(vertex, spec, in);
    } else if (layer instanceof GlobalPoolingLayer spec) {
      return pooling(vertex, spec, in);
    } else if (layer instanceof BatchNormalization spec) {
      return batchNormalization.export(vertex, spec, in);
    } else if (layer instanceof ElementWiseMultiplicationLayer spec) {
      return scale(vertex, spec, in);
    } else if (layer instanceof ActivationLayer spec) {
      return activation(vertex, Activations.of(spec.getActivationFn(), vertex), in);
    } else if (kind == LossLayer.class || kind == RnnLossLayer.class) {
      return activation(vertex, Activations.of(((BaseLayer) layer).getActivationFn(), vertex), in);
    }
    throw vertex.unsupported(Remedies.of(layer));
  }

  private static Layer unwrapped(Layer layer) {
    Layer inner = layer;
    while (true) {
      if (inner instanceof FrozenLayer frozen) {
        inner = frozen.getLayer();
      } else if (inner instanceof LastTimeStep last) {
        inner = last.getUnderlying();
      } else {
        return inner;
      }
    }
  }

  private Value lstm(Vertex vertex, LSTM spec, Value in) {
    if (lstm != null) {
      throw vertex.unsupported(
          "is a second LSTM beside '" + lstm + "'; a customer has one state; use a wider one");
    }
    Activation activation = Activations.of(spec.getActivationFn(), vertex);
    Activation gate = Activations.of(spec.getGateActivationFn(), vertex);
    if (activation != Activation.TANH || gate != Activation.SIGMOID) {
      throw vertex.unsupported(
          "has activation %s and gates %s; the kernel has TANH and SIGMOID"
              .formatted(activation, gate));
    }
    lstm = vertex.name();
    Value input = sink.single(vertex, in, ".in");
    int units = (int) spec.getNOut();
    return sink.add(
        vertex,
        new LayerSpec.Lstm(vertex.name(), input.names().get(0), input.width(), units),
        input,
        Map.of("W", values(vertex, "W"), "RW", values(vertex, "RW"), "b", values(vertex, "b")));
  }

  private Value dense(Vertex vertex, BaseLayer spec, Value in) {
    String function = Activations.engineFunction(spec.getActivationFn());
    if (engine && function != null && in.steps() == 0) {
      float[] w = values(vertex, "W");
      int width = w.length / in.width();
      return sink.add(
          vertex,
          new LayerSpec.EngineDense(vertex.name(), in.names(), in.width(), width, function),
          in,
          Map.of("W", w, "b", bias(vertex, width)));
    }
    Activation activation = Activations.of(spec.getActivationFn(), vertex);
    float[] weights = values(vertex, "W");
    int outputs = weights.length / in.width();
    float[] bias = bias(vertex, outputs);
    if (in.steps() == 0) {
      return sink.add(
          vertex,
          new LayerSpec.Dense(vertex.name(), in.names(), in.width(), outputs, activation),
          in,
          Map.of("W", weights, "b", bias));
    }
    var perStep =
        new LayerSpec.Convolution1D(
            vertex.name(),
            in.names(),
            in.steps(),
            in.width(),
            1,
            1,
            LayerSpec.Padding.TRUNCATE,
            outputs,
            activation);
    // DL4J gives masked steps the activation of the bias, a release zeros.
    return sink.add(vertex, perStep, in, Map.of("W", weights, "b", bias)).shifted(true);
  }

  private Value embedding(Vertex vertex, BaseLayer spec, Value in) {
    if (in.parts().size() != 1 || in.width() != 1) {
      throw vertex.unsupported("must read an input of indices");
    }
    INDArray table = vertex.parameters().get("W").dup();
    INDArray bias = vertex.parameters().get("b");
    if (bias != null) {
      table.addiRowVector(bias);
    }
    float[] rows = values(spec.getActivationFn().getActivation(table, false));
    int count = (int) table.size(0);
    int width = (int) table.size(1);
    String source = in.names().get(0);
    LayerSpec layer =
        in.steps() == 0
            ? new LayerSpec.Embedding(vertex.name(), source, count, width)
            : new LayerSpec.EmbeddingSequence(vertex.name(), source, in.steps(), count, width);
    return sink.add(vertex, layer, in, Map.of("W", rows));
  }

  private Value convolution(Vertex vertex, Convolution1DLayer spec, Value in) {
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
        Map.of("W", values(vertex, "W"), "b", bias(vertex, filters)),
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

  private Value pooling(Vertex vertex, GlobalPoolingLayer spec, Value in) {
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

  private Value scale(Vertex vertex, ElementWiseMultiplicationLayer spec, Value in) {
    if (in.steps() > 0) {
      throw vertex.unsupported("scales the steps of a sequence; do it behind the pooling");
    }
    Value input = sink.single(vertex, in, ".in");
    Activation activation = Activations.of(spec.getActivationFn(), vertex);
    String name = activation == Activation.IDENTITY ? vertex.name() : vertex.name() + ".linear";
    Value scaled =
        sink.add(
            vertex,
            new LayerSpec.Scale(name, input.names().get(0), input.width()),
            input,
            Map.of("W", values(vertex, "W"), "b", bias(vertex, input.width())));
    return activation(vertex, activation, scaled);
  }

  /** Adds an activation of its own: a sum of one. */
  private Value activation(Vertex vertex, Activation activation, Value in) {
    if (activation == Activation.IDENTITY) {
      return in.readBy(vertex.readers());
    }
    if (activation == Activation.SOFTMAX && in.steps() > 0) {
      throw vertex.unsupported("is a softmax at each step; make it the activation of the layer");
    }
    Value input = in.parts().size() == 1 ? in : sink.single(vertex, in, ".in");
    int width = input.width() * Math.max(1, input.steps());
    return sink.add(
        vertex, new LayerSpec.Sum(vertex.name(), input.names(), width, activation), input);
  }

  private static void requireNoNormalisation(Vertex vertex, boolean layerNorm) {
    if (layerNorm) {
      throw vertex.unsupported("has layer normalisation; use a BatchNormalization behind it");
    }
  }

  private static float[] bias(Vertex vertex, int outputs) {
    return vertex.parameters().containsKey("b") ? values(vertex, "b") : new float[outputs];
  }

  private static float[] values(Vertex vertex, String parameter) {
    return values(vertex.parameters().get(parameter));
  }

  /** Returns the values of an array, last dimension fastest. */
  static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
