package io.tidewatch.training.export;

import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
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
  private final SequenceExport sequences;
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
    sequences = new SequenceExport(sink);
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
      return sequences.convolution(vertex, spec, in);
    } else if (layer instanceof GlobalPoolingLayer spec) {
      return sequences.pooling(vertex, spec, in);
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

  /** Returns the bias of a vertex; zeros if it has none. */
  static float[] bias(Vertex vertex, int outputs) {
    return vertex.parameters().containsKey("b") ? values(vertex, "b") : new float[outputs];
  }

  static float[] values(Vertex vertex, String parameter) {
    return values(vertex.parameters().get(parameter));
  }

  /** Returns the values of an array, last dimension fastest. */
  static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
