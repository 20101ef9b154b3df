package io.tidewatch.models;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.ItemHistory;
import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Rows;
import io.tidewatch.models.kernel.TopK;
import io.tidewatch.schemas.ModelRef;
import java.util.ArrayList;
import java.util.List;

/**
 * A recommender release, ready to score: one step of the LSTM per bought item; the categories'
 * probabilities only when asked. Holds scratch: one instance per thread. Results are a function of
 * the release and the customer's state alone, bit for bit.
 *
 * <p>For many offers of one customer ask {@link #probabilities} once, and {@link #affinity(float[],
 * int[])} per offer with {@link #indices} looked up when the offer arrived.
 */
public final class Recommender {
  private final Task.Recommend task;
  private final ModelRef ref;
  private final long modelId;
  private final Network network;
  private final List<String> engineLayers;
  private final Vocabulary vocabulary;
  private final boolean readsRecent;
  private final Stepper stepper;
  private final float[] recent;
  private final Rows recentBlock;
  private final Rows categories;
  private final CustomerState[] one = new CustomerState[1];

  private Recommender(Release release, Task.Recommend task) {
    this.task = task;
    ref = release.ref();
    modelId = release.modelId();
    Ports ports = Ports.of(task);
    List<LayerSpec> layers = release.manifest().layers();
    network = new Network(layers, ports.sources(), release.tensors());
    engineLayers = LayerEngines.describe(layers);
    vocabulary = new Vocabulary(task.vocabulary());
    readsRecent = ports.probeFeatures(layers) > 0;
    stepper = new Stepper(network, modelId, new ItemInputs(), ItemHistory.CAPACITY);
    recentBlock = network.block(LayerSpec.RECENT);
    recent = new float[recentBlock.width()];
    categories = network.block(Task.Recommend.CATEGORIES);
  }

  /**
   * Builds the kernels of a release.
   *
   * @throws IllegalArgumentException if the release is not a recommender
   */
  public static Recommender compile(Release release) {
    if (release.manifest().task() instanceof Task.Recommend task) {
      return new Recommender(release, task);
    }
    throw new IllegalArgumentException(
        "release " + release + " is not a recommender; use ChurnModel.compile");
  }

  /** Returns name, version and digest of the release. */
  public ModelRef ref() {
    return ref;
  }

  /** Returns {@link Release#modelId()}. */
  public long modelId() {
    return modelId;
  }

  /**
   * Returns the layers that no kernel computes but a {@link LayerEngine}, slowly, each as {@code
   * "name (function) by engine"}; none for most releases.
   */
  public List<String> engineLayers() {
    return engineLayers;
  }

  /** Returns the category names; index 0 is {@link Task.Recommend#OTHER}. */
  public List<String> vocabulary() {
    return vocabulary.categories();
  }

  /**
   * Takes the customer's recurrent state over the items that it has not seen. Without one it starts
   * from zero at the oldest one stored; what is missing but no longer stored is skipped, as happens
   * when one purchase has more lines than are stored.
   */
  public void advance(CustomerState state) {
    one[0] = state;
    stepper.advance(one, 0, 1);
  }

  /**
   * Advances the first of some customers, all different: the same bits as one by one, but cheaper.
   */
  public void advance(CustomerState[] states, int count) {
    for (int from = 0; from < count; from += Kernels.BLOCK) {
      stepper.advance(states, from, Math.min(Kernels.BLOCK, count - from));
    }
  }

  /**
   * Advances, then computes the probability of each category to be bought next.
   *
   * @param out {@code [vocabulary]}, overwritten
   * @throws IllegalArgumentException if it has another length
   */
  public void probabilities(CustomerState state, float[] out) {
    if (out.length != categories.width()) {
      throw new IllegalArgumentException(
          "out has " + out.length + " values, the vocabulary " + categories.width());
    }
    prepare(state);
    network.evaluate(1);
    categories.take(0, out, 0);
  }

  /**
   * Advances, then returns the probability that the next category is one of these; names that the
   * vocabulary lacks add nothing, and a name given twice counts once.
   */
  public float affinity(CustomerState state, List<String> names) {
    prepare(state);
    network.evaluate(1);
    return affinity(categories.values(), indices(names));
  }

  /** Returns the sum of some probabilities; see {@link #probabilities} and {@link #indices}. */
  public float affinity(float[] probabilities, int[] indices) {
    float sum = 0;
    for (int index : indices) {
      sum += probabilities[index];
    }
    return Math.min(1f, sum);
  }

  /**
   * Returns the indices of some categories in the vocabulary, ascending, each once; names that the
   * vocabulary lacks are left out.
   */
  public int[] indices(List<String> names) {
    return names.stream()
        .mapToInt(vocabulary::indexOf)
        .filter(index -> index > 0)
        .distinct()
        .sorted()
        .toArray();
  }

  /**
   * Advances, then returns the categories that are likeliest to be bought next, likeliest first; of
   * equally likely ones that with the lower index. OTHER is never among them.
   *
   * @param k how many, at least 0; fewer are returned if the vocabulary has fewer
   */
  public List<String> top(CustomerState state, int k) {
    prepare(state);
    network.evaluateToLogits(1);
    var best = new TopK(Math.min(k, categories.width() - 1));
    for (int i = 1; i < categories.width(); i++) {
      best.offer(i, categories.get(0, i));
    }
    var names = new ArrayList<String>(best.size());
    for (int place = 0; place < best.size(); place++) {
      names.add(vocabulary.categories().get(best.index(place)));
    }
    return List.copyOf(names);
  }

  /** Brings state and sources up to date. */
  private void prepare(CustomerState state) {
    advance(state);
    if (readsRecent) {
      vocabulary.recent(state.items(), task.recentDecay(), recent);
      recentBlock.put(0, recent, 0);
    }
  }

  private final class ItemInputs implements Stepper.Steps {
    private final Rows block = network.block(LayerSpec.ITEMS);

    @Override
    public long count(CustomerState state) {
      return state.items().count();
    }

    @Override
    public void put(CustomerState state, long index, int row) {
      block.set(row, 0, vocabulary.indexOfHash(state.items().categoryHash(index)));
    }
  }
}
