package io.tidewatch.models;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.ItemHistory;
import io.tidewatch.customer.Recurrent;
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
  private final Vocabulary vocabulary;
  private final boolean readsRecent;
  private final float[] item;
  private final float[] recent;
  private final float[] categories;

  private Recommender(Release release, Task.Recommend task) {
    this.task = task;
    ref = release.ref();
    modelId = release.modelId();
    Ports ports = Ports.of(task);
    List<LayerSpec> layers = release.manifest().layers();
    network = new Network(layers, ports.sources(), release.tensors());
    vocabulary = new Vocabulary(task.vocabulary());
    readsRecent = ports.probeFeatures(layers) > 0;
    item = network.buffer(LayerSpec.ITEMS);
    recent = network.buffer(LayerSpec.RECENT);
    categories = network.buffer(Task.Recommend.CATEGORIES);
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
    recurrent(state);
  }

  /**
   * Advances, then computes the probability of each category to be bought next.
   *
   * @param out {@code [vocabulary]}, overwritten
   * @throws IllegalArgumentException if it has another length
   */
  public void probabilities(CustomerState state, float[] out) {
    if (out.length != categories.length) {
      throw new IllegalArgumentException(
          "out has " + out.length + " values, the vocabulary " + categories.length);
    }
    float[] values = prepare(state);
    network.evaluate(values);
    System.arraycopy(categories, 0, out, 0, out.length);
  }

  /**
   * Advances, then returns the probability that the next category is one of these; names that the
   * vocabulary lacks add nothing, and a name given twice counts once.
   */
  public float affinity(CustomerState state, List<String> names) {
    float[] values = prepare(state);
    network.evaluate(values);
    return affinity(categories, indices(names));
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
    float[] values = prepare(state);
    network.evaluateToLogits(values);
    int[] best = new int[Math.min(k, categories.length - 1)];
    int found = 0;
    for (int i = 1; i < categories.length; i++) {
      if (found < best.length || found > 0 && categories[i] > categories[best[found - 1]]) {
        found = insert(best, found, i);
      }
    }
    var names = new ArrayList<String>(found);
    for (int index : best) {
      names.add(vocabulary.categories().get(index));
    }
    return List.copyOf(names);
  }

  /** Inserts index i behind all that are not less likely; the last one drops out if full. */
  private int insert(int[] best, int found, int i) {
    int place = found < best.length ? found : found - 1;
    while (place > 0 && categories[best[place - 1]] < categories[i]) {
      best[place] = best[place - 1];
      place--;
    }
    best[place] = i;
    return Math.min(found + 1, best.length);
  }

  /** Brings state and sources up to date; returns h and c. */
  private float[] prepare(CustomerState state) {
    Recurrent recurrent = recurrent(state);
    if (readsRecent) {
      vocabulary.recent(state.items(), task.recentDecay(), recent);
    }
    return recurrent.values();
  }

  private Recurrent recurrent(CustomerState state) {
    ItemHistory items = state.items();
    long count = items.count();
    Recurrent recurrent =
        state.hasRecurrent(modelId)
            ? state.recurrent(modelId)
            : state.newRecurrent(modelId, network.stateSize());
    long from = Math.max(recurrent.consumed(), count - ItemHistory.CAPACITY);
    for (long index = from; index < count; index++) {
      item[0] = vocabulary.indexOfHash(items.categoryHash(index));
      network.step(recurrent.values());
    }
    recurrent.consumed(count);
    return recurrent;
  }
}
