package io.tidewatch.training.sequences;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A network that says which item comes next, as graphs of DL4J's SameDiff:
 *
 * <pre>
 *   item -> embedding -> encoder -> state;   score of an item = state . its embedding + its bias
 * </pre>
 *
 * It learns by a softmax over the item that came and a sample of all items, drawn anew for each
 * batch and shared by it (sampled softmax, Jean et al. 2015), with Adam. There is one graph per
 * number of steps; all share the weights. Confined to one thread.
 */
final class SequenceNetwork implements ItemScorer {

  private static final int ROWS_HELD = 20_000;

  private final SequenceOptions options;
  private final int items;
  private final ItemTable embedding;
  private final ItemTable bias;
  private final Map<String, INDArray> weights;
  private final SequenceGraphs graphs;
  private final SampledSoftmax loss;
  private final Map<String, AdamUpdater> updaters = new HashMap<>();
  private final List<String> learned;
  private final SplittableRandom random;
  private int updates;
  private int rowsHeld;

  SequenceNetwork(Encoder encoder, SequenceOptions options, int items, long seed) {
    this.options = options;
    this.items = items;
    this.random = new SplittableRandom(seed);
    FreshWeights fresh = new FreshWeights(seed);
    embedding =
        new ItemTable(fresh.normal(encoder.embeddingDeviation(), items + 1L, options.width()));
    bias = new ItemTable(fresh.filled(0, items + 1L, 1));
    weights = encoder.weights(options.width(), options.longest(), fresh);
    graphs = new SequenceGraphs(encoder, weights, options.width());
    loss = new SampledSoftmax(embedding, bias);
    learned = Stream.concat(Stream.of(SequenceGraphs.ITEMS), weights.keySet().stream()).toList();
  }

  /** Learns from a batch once and returns its mean loss before, in nats. */
  double learn(SequenceBatch batch) {
    Layers layers = graphs.training(batch.steps());
    Map<String, INDArray> inputs = inputs(batch, layers.masks());
    INDArray states =
        layers.graph().output(inputs, SequenceGraphs.STATES).get(SequenceGraphs.STATES);
    int[] drawn = random.ints(options.sampled(), 1, items + 1).toArray();
    SampledSoftmax.Found found = loss.find(states, batch.next(), batch.targets(), drawn);
    inputs.put(SequenceGraphs.SLOPES, found.slopes());
    Map<String, INDArray> slopes = layers.graph().calculateGradients(inputs, learned);
    embedding.add(batch.items(), slopes.get(SequenceGraphs.ITEMS));
    update("embedding", embedding.values(), embedding.takeGradient());
    update("bias", bias.values(), bias.takeGradient());
    weights.forEach((name, values) -> update(name, values, slopes.get(name)));
    updates++;
    collect(batch.items().length);
    return found.loss();
  }

  private Map<String, INDArray> inputs(SequenceBatch batch, int masks) {
    int rows = batch.items().length;
    Map<String, INDArray> inputs = new HashMap<>();
    inputs.put(SequenceGraphs.ITEMS, embedding.rows(batch.items()));
    for (int i = 0; i < masks; i++) {
      inputs.put(
          Layers.mask(i), mask(rows, i == 0 ? options.itemDropout() : options.stateDropout()));
    }
    return inputs;
  }

  private void update(String name, INDArray values, INDArray gradient) {
    updaters.computeIfAbsent(name, key -> updater(values)).applyUpdater(gradient, updates, 0);
    values.subi(gradient);
  }

  private AdamUpdater updater(INDArray values) {
    AdamUpdater updater = new AdamUpdater(new Adam(options.learningRate()));
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 2 * values.length());
    updater.setStateViewArray(state, values.shape(), 'c', true);
    return updater;
  }

  private INDArray mask(int rows, double share) {
    float[] values = new float[rows * options.width()];
    float kept = (float) (1 / (1 - share));
    int threshold = (int) (share * (1 << 16));
    for (int i = 0; i < values.length; ) {
      long bits = random.nextLong();
      for (int part = 0; part < 4 && i < values.length; part++, bits >>>= 16) {
        values[i++] = (bits & 0xffff) < threshold ? 0 : kept;
      }
    }
    return Nd4j.create(values, new long[] {rows, options.width()}, 'c');
  }

  @Override
  public float[][] score(int[][] histories) {
    int longest = Arrays.stream(histories).mapToInt(history -> history.length).max().orElse(1);
    int steps = SequenceBatches.steps(Math.min(longest, options.longest()));
    int[] padded = new int[histories.length * steps];
    int[] last = new int[histories.length];
    for (int i = 0; i < histories.length; i++) {
      int length = Math.min(histories[i].length, options.longest());
      System.arraycopy(histories[i], histories[i].length - length, padded, i * steps, length);
      last[i] = i * steps + length - 1;
    }
    INDArray states =
        graphs
            .scoring(steps)
            .graph()
            .output(Map.of(SequenceGraphs.ITEMS, embedding.rows(padded)), SequenceGraphs.STATES)
            .get(SequenceGraphs.STATES);
    INDArray scores =
        Nd4j.pullRows(states, 1, last)
            .mmul(embedding.values().transpose())
            .addiRowVector(bias.values().reshape(1, items + 1L));
    float[][] rows = scores.toFloatMatrix();
    scores.close();
    collect(padded.length);
    return rows;
  }

  /** Arrays outside the heap go only when the collector finds the small objects that own them. */
  private void collect(int rows) {
    rowsHeld += rows;
    if (rowsHeld >= ROWS_HELD) {
      rowsHeld = 0;
      Nd4j.getMemoryManager().invokeGc();
    }
  }

  /** Returns all that was learned, as copies. */
  List<INDArray> copy() {
    return parts().map(INDArray::dup).toList();
  }

  /** Goes back to what was copied. */
  void restore(List<INDArray> copy) {
    Iterator<INDArray> from = copy.iterator();
    parts().forEach(part -> part.assign(from.next()));
  }

  private Stream<INDArray> parts() {
    return Stream.concat(Stream.of(embedding.values(), bias.values()), weights.values().stream());
  }
}
