package io.tidewatch.models.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one model did in a stretch of scorings: its scores and, by the bins of its reference, its
 * inputs, by occasion; how many scores were no numbers; what they cost. Counting one scoring costs
 * some nanoseconds and allocates nothing. Mutable, one thread.
 *
 * <p>Written as the cells that are not zero, so that a window of few scorings is small:
 *
 * <pre>
 *   long notFinite | for each table: int n, n times (int cell, long count)
 *   tables: scores of REGULAR, of EVENT, costs, and with a reference features of its occasions
 * </pre>
 */
public final class ModelWindow {
  private final ScoreHistogram[] scores = {new ScoreHistogram(), new ScoreHistogram()};
  private final CostHistogram costs = new CostHistogram();
  private final Map<Occasion, FeatureCounts> features = new EnumMap<>(Occasion.class);
  private long notFinite;
  private long count;

  /**
   * Creates an empty one.
   *
   * @param reference the release's; without one no features are counted
   */
  public ModelWindow(Optional<Reference> reference) {
    reference.ifPresent(
        known ->
            known
                .samples()
                .forEach((occasion, sample) -> features.put(occasion, new FeatureCounts(sample))));
  }

  /** Counts a score, which may be no number. */
  public void score(Occasion occasion, float churn) {
    count++;
    if (churn >= 0 && churn <= 1) {
      scores[occasion.ordinal()].add(churn);
    } else {
      notFinite++;
    }
  }

  /** Counts the inputs of a scoring; nothing happens without a reference. */
  public void features(Occasion occasion, float[] vector) {
    FeatureCounts counts = features.get(occasion);
    if (counts != null) {
      counts.add(vector);
    }
  }

  /**
   * Counts what a batch cost.
   *
   * @param nanos time of the whole batch
   * @param scorings customers in it, at least 1
   */
  public void cost(long nanos, int scorings) {
    costs.add(nanos, scorings);
  }

  /** Adds a window of the same release. */
  public void add(ModelWindow other) {
    scores[0].add(other.scores[0]);
    scores[1].add(other.scores[1]);
    costs.add(other.costs);
    features.forEach((occasion, counts) -> counts.add(other.features.get(occasion)));
    notFinite += other.notFinite;
    count += other.count;
  }

  /** Returns a copy of scores and costs, without inputs. */
  ModelWindow scoresOnly() {
    ModelWindow copy = new ModelWindow(Optional.empty());
    copy.add(this);
    return copy;
  }

  /** Forgets everything. */
  public void clear() {
    scores[0].clear();
    scores[1].clear();
    costs.clear();
    features.values().forEach(FeatureCounts::clear);
    notFinite = 0;
    count = 0;
  }

  /** Returns how many scores were counted, also those that were no numbers. */
  public long count() {
    return count;
  }

  /** Returns how many scores were NaN, infinite or outside 0 to 1. */
  public long notFinite() {
    return notFinite;
  }

  /** Returns the scores of an occasion; changes with this window. */
  public ScoreHistogram scores(Occasion occasion) {
    return scores[occasion.ordinal()];
  }

  /**
   * Returns the inputs of an occasion, if there is a reference for it; changes with this window.
   */
  public Optional<FeatureCounts> features(Occasion occasion) {
    return Optional.ofNullable(features.get(occasion));
  }

  /** Returns the median cost of a scoring in nanoseconds, to 19 %; 0 of nothing. */
  public long medianNanos() {
    return costs.medianNanos();
  }

  /** Writes it; see above. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(notFinite);
    write(scores[0].live(), out);
    write(scores[1].live(), out);
    write(costs.live(), out);
    for (FeatureCounts counts : features.values()) {
      write(counts.live(), out);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param reference of the same release
   * @throws IOException if it was written with another reference
   */
  public static ModelWindow read(DataInput in, Optional<Reference> reference) throws IOException {
    ModelWindow window = new ModelWindow(reference);
    window.notFinite = in.readLong();
    read(window.scores[0].live(), in);
    read(window.scores[1].live(), in);
    read(window.costs.live(), in);
    for (FeatureCounts counts : window.features.values()) {
      read(counts.live(), in);
    }
    window.count = window.notFinite + window.scores[0].count() + window.scores[1].count();
    return window;
  }

  private static void write(long[] cells, DataOutput out) throws IOException {
    int filled = 0;
    for (long cell : cells) {
      filled += cell == 0 ? 0 : 1;
    }
    out.writeInt(filled);
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != 0) {
        out.writeInt(i);
        out.writeLong(cells[i]);
      }
    }
  }

  private static void read(long[] cells, DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      int cell = in.readInt();
      if (cell < 0 || cell >= cells.length) {
        throw new IOException("cell " + cell + " of a table of " + cells.length);
      }
      cells[cell] = in.readLong();
    }
  }
}
