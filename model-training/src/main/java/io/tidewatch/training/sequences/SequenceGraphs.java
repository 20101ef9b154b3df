package io.tidewatch.training.sequences;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.autodiff.samediff.internal.memory.ArrayCacheMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The graphs of an encoder by number of steps, made when first needed, in DL4J's SameDiff. Confined
 * to one thread.
 */
final class SequenceGraphs {
  /** Embeddings of the items had, {@code [rows, width]}; learned too. */
  static final String ITEMS = "items";

  /** States behind each item, {@code [rows, width]}. */
  static final String STATES = "states";

  /** Slopes of the loss by the states, {@code [rows, width]}. */
  static final String SLOPES = "slopes";

  private static final String LOSS = "loss";

  /** Where SameDiff keeps the graph of the gradients. */
  private static final String GRADIENTS = "grad";

  private final Encoder encoder;
  private final Map<String, INDArray> weights;
  private final int width;
  private final Map<Integer, Layers> training = new HashMap<>();
  private final Map<Integer, Layers> scoring = new HashMap<>();

  /** Makes graphs over weights of the encoder, which they share. */
  SequenceGraphs(Encoder encoder, Map<String, INDArray> weights, int width) {
    this.encoder = encoder;
    this.weights = weights;
    this.width = width;
  }

  /** Returns the graph with dropout that finds states, and by their slopes those of the weights. */
  Layers training(int steps) {
    Layers layers = training.computeIfAbsent(steps, this::trained);
    forget(layers.graph());
    forget(layers.graph().getFunction(GRADIENTS));
    return layers;
  }

  private Layers trained(int steps) {
    Layers layers = new Layers(SameDiff.create(), weights, true);
    SameDiff graph = layers.graph();
    states(layers, steps).mul(graph.placeHolder(SLOPES, DataType.FLOAT, -1, width)).sum(LOSS);
    graph.setLossVariables(LOSS);
    createGradients(graph);
    return layers;
  }

  /** Returns the graph without dropout. */
  Layers scoring(int steps) {
    Layers layers = scoring.computeIfAbsent(steps, this::asked);
    forget(layers.graph());
    return layers;
  }

  private Layers asked(int steps) {
    Layers layers = new Layers(SameDiff.create(), weights, false);
    states(layers, steps);
    return layers;
  }

  private SDVariable states(Layers layers, int steps) {
    SDVariable items = layers.graph().placeHolder(ITEMS, DataType.FLOAT, -1, width);
    return encoder.states(layers, layers.dropout(items, width), steps).rename(STATES);
  }

  /** SameDiff prints a line per operation to standard output here, which belongs to the report. */
  private static void createGradients(SameDiff graph) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false));
    try {
      graph.createGradFunction(ITEMS);
    } finally {
      System.setOut(out);
    }
  }

  /**
   * Drops the arrays of earlier runs: a session keeps them, and its cache up to a quarter of the
   * machine's memory for each graph.
   */
  private static void forget(SameDiff graph) {
    ArrayCacheMemoryMgr memory = new ArrayCacheMemoryMgr();
    memory.setEnableCache(false);
    InferenceSession session = new InferenceSession(graph);
    session.setMmgr(memory);
    graph.getSessions().clear();
    graph.getSessions().put(Thread.currentThread().getId(), session);
  }
}
