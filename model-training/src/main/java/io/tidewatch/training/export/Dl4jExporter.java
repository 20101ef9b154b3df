package io.tidewatch.training.export;

import io.tidewatch.models.LayerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Takes a network out of DL4J, as layers and float32 weights in the order of a release.
 *
 * <p>Known are the layers LSTM, Dense, Embedding, EmbeddingSequence, Convolution1D, GlobalPooling
 * (max, mean, sum), BatchNormalization (goes into the weights of the layer before where it can),
 * ElementWiseMultiplication, Activation, Dropout (vanishes), Output, RnnOutput, Loss and RnnLoss,
 * and the vertices merge, element-wise, subset and last time step. Anything else is refused by
 * name: what is exported computes what DL4J computes, or is not exported.
 *
 * <p>A network with an LSTM is served step by step, so its inputs over time are declared as what
 * one step brings. A network without one reads whole sequences.
 *
 * <pre>{@code
 * Dl4jExport text = Dl4jExporter.of(network).indices("words", "tokens", 24).export();
 * Network kernels = Network.compile(text.layers(), Map.of("tokens", 24), text.tensors(), best);
 * }</pre>
 */
public final class Dl4jExporter {
  private final List<Vertex> vertices;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<String, Value> values = new HashMap<>();
  private final LayerSink sink = new LayerSink();
  private boolean engine;

  private Dl4jExporter(List<Vertex> vertices, List<String> inputs, List<String> outputs) {
    this.vertices = vertices;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Begins the export of a graph. */
  public static Dl4jExporter of(ComputationGraph network) {
    var configuration = network.getConfiguration();
    return new Dl4jExporter(
        Vertex.of(network), configuration.getNetworkInputs(), configuration.getNetworkOutputs());
  }

  /** Begins the export of a stack of layers, whose input is called {@code input}. */
  public static Dl4jExporter of(MultiLayerNetwork network) {
    List<Vertex> vertices = Vertex.of(network);
    return new Dl4jExporter(
        vertices, List.of(Vertex.INPUT), List.of(vertices.get(vertices.size() - 1).name()));
  }

  /**
   * Says what an input of vectors is called in the release.
   *
   * @param width values of a vector; 1 for an index
   */
  public Dl4jExporter input(String input, String source, int width) {
    return put(input, Value.of(source, width, 0, Integer.MAX_VALUE));
  }

  /**
   * Puts a standardisation, which DL4J does not see, between a source and an input.
   *
   * @param scaling its layer
   * @param mean {@code [width]}
   * @param scale {@code [width]}
   */
  public Dl4jExporter input(
      String input, LayerSpec.Standardise scaling, float[] mean, float[] scale) {
    sink.addBeforeReader(
        scaling, Map.of(scaling.name() + "/mean", mean, scaling.name() + "/scale", scale));
    return put(input, Value.of(scaling.name(), scaling.width(), 0, Integer.MAX_VALUE));
  }

  /**
   * Says that an input is a whole sequence of indices; shorter ones end with -1.
   *
   * @param steps most indices of a sequence
   */
  public Dl4jExporter indices(String input, String source, int steps) {
    return put(input, Value.of(source, 1, steps, Integer.MAX_VALUE));
  }

  /**
   * Says that an input is a whole sequence of vectors, {@code [steps, width]}, step after step.
   *
   * @param steps how many
   * @param width values of a step
   */
  public Dl4jExporter sequence(String input, String source, int steps, int width) {
    return put(input, Value.of(source, width, steps, Integer.MAX_VALUE));
  }

  /**
   * Lets dense layers with an activation that has no kernel, such as SWISH, go into the release by
   * name, to be computed by an engine on the class path of whoever serves it: slowly, and nowhere
   * else.
   */
  public Dl4jExporter allowEngine() {
    engine = true;
    return this;
  }

  private Dl4jExporter put(String input, Value value) {
    if (!inputs.contains(input)) {
      throw new IllegalArgumentException("no input '" + input + "'; there are " + inputs);
    }
    values.put(input, value);
    return this;
  }

  /**
   * Exports.
   *
   * @throws UnsupportedLayerException naming the layer that a release cannot express
   * @throws IllegalArgumentException if an input was not declared
   */
  public Dl4jExport export() {
    for (String input : inputs) {
      if (!values.containsKey(input)) {
        throw new IllegalArgumentException(
            "say what input '" + input + "' is: a vector, indices or a sequence");
      }
    }
    var layers =
        new LayerExport(sink, vertices.stream().anyMatch(LayerExport::isRecurrent), engine);
    for (Vertex vertex : vertices) {
      Value in = merged(vertex);
      Value out = vertex.layer() == null ? joint(vertex, in, layers) : layers.export(vertex, in);
      values.put(vertex.name(), out);
    }
    return new Dl4jExport(
        sink.layers(),
        sink.tensors(),
        outputs.stream().map(output -> values.get(output).names()).toList());
  }

  /** Puts the inputs side by side. */
  private Value merged(Vertex vertex) {
    Value all = null;
    for (String input : vertex.inputs()) {
      Value value = values.get(input);
      if (all != null && all.steps() != value.steps()) {
        throw vertex.unsupported(
            "joins %d steps with %d; a release joins sequences of the same steps"
                .formatted(all.steps(), value.steps()));
      }
      all = all == null ? value : all.beside(value);
    }
    if (all == null) {
      throw vertex.unsupported("reads nothing");
    }
    return all;
  }

  private Value joint(Vertex vertex, Value in, LayerExport layers) {
    Class<?> kind = vertex.joint().getClass();
    int readers = vertex.inputs().size() > 1 ? Integer.MAX_VALUE : vertex.readers();
    if (kind == MergeVertex.class) {
      return in.readBy(readers);
    } else if (kind == LastTimeStepVertex.class) {
      return layers.lastStep(vertex, in).readBy(readers);
    } else if (vertex.joint() instanceof PreprocessorVertex preprocessor) {
      LayerExport.requireKnown(preprocessor.getPreProcessor(), vertex);
      return in.readBy(readers);
    } else if (vertex.joint() instanceof SubsetVertex subset) {
      int count = subset.getTo() - subset.getFrom() + 1;
      return sink.subset(vertex, in, vertex.name(), subset.getFrom(), count);
    } else if (vertex.joint() instanceof ElementWiseVertex elementWise) {
      return elementWise(vertex, elementWise.getOp());
    }
    throw vertex.unsupported(Remedies.of(vertex.joint()));
  }

  private Value elementWise(Vertex vertex, ElementWiseVertex.Op operation) {
    Value joined = null;
    for (int i = 0; i < vertex.inputs().size(); i++) {
      Value value = sink.single(vertex, values.get(vertex.inputs().get(i)), ".in" + i);
      if (joined != null && joined.parts().get(0).width() != value.width()) {
        throw vertex.unsupported("joins inputs of several widths; make them equally wide");
      }
      joined = joined == null ? value : joined.beside(value);
    }
    return sink.add(vertex, combination(vertex, operation, joined), joined);
  }

  private static LayerSpec combination(Vertex vertex, ElementWiseVertex.Op operation, Value in) {
    int width = in.parts().get(0).width() * Math.max(1, in.steps());
    LayerSpec.Operation known =
        switch (operation) {
          case Add -> null;
          case Subtract -> LayerSpec.Operation.SUBTRACT;
          case Product -> LayerSpec.Operation.PRODUCT;
          case Average -> LayerSpec.Operation.AVERAGE;
          case Max -> LayerSpec.Operation.MAX;
        };
    return known == null
        ? new LayerSpec.Sum(
            vertex.name(), in.names(), width, io.tidewatch.models.Activation.IDENTITY)
        : new LayerSpec.ElementWise(vertex.name(), in.names(), known, width);
  }
}
