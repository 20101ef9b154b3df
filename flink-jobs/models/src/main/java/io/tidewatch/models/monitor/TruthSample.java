package io.tidewatch.models.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The newest matured scores of one release: the churn probability of a customer at a time, and
 * whether that customer then bought nothing within the horizon. At most {@value #CAPACITY} are
 * kept, 5 bytes each. Mutable, one thread.
 */
public final class TruthSample {
  /** Most scores that are kept. */
  public static final int CAPACITY = 4_000;

  private static final int BINS = 10;
  private static final int MIN_OF_EACH = 30;
  private static final double SURE = 2.326; // one-sided 99 % of the normal distribution

  private final float[] scores = new float[CAPACITY];
  private final boolean[] churned = new boolean[CAPACITY];
  private long added;

  /** Adds a matured score; the oldest makes room. */
  public void add(float score, boolean hasChurned) {
    int at = (int) (added % CAPACITY);
    scores[at] = score;
    churned[at] = hasChurned;
    added++;
  }

  /** Returns how many were ever added. */
  public long added() {
    return added;
  }

  /** Returns how many are kept. */
  public int size() {
    return (int) Math.min(added, CAPACITY);
  }

  /** Returns the AUC, if there are {@value #MIN_OF_EACH} of either kind. */
  public Optional<Auc> auc() {
    int positives = 0;
    for (int i = 0; i < size(); i++) {
      positives += churned[i] ? 1 : 0;
    }
    return positives < MIN_OF_EACH || size() - positives < MIN_OF_EACH
        ? Optional.empty()
        : Optional.of(Auc.of(Arrays.copyOf(scores, size()), Arrays.copyOf(churned, size())));
  }

  /**
   * Returns the expected calibration error: over {@value #BINS} bins of equal size by score, the
   * mean of |mean score - share that churned| weighted by size.
   */
  public double calibrationError() {
    Integer[] order = new Integer[size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(scores[a], scores[b]));
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double gap = 0;
      for (int i = order.length * bin / BINS; i < order.length * (bin + 1) / BINS; i++) {
        gap += scores[order[i]] - (churned[order[i]] ? 1 : 0);
      }
      error += Math.abs(gap);
    }
    return error / Math.max(1, order.length);
  }

  /**
   * Judges AUC and calibration.
   *
   * @param reference without one, the AUC must not surely lie below chance, and calibration is not
   *     judged
   * @return empty while there are too few
   */
  public List<Verdict> judge(Optional<Reference> reference, GuardRules rules) {
    List<Verdict> verdicts = new ArrayList<>();
    Optional<Auc> found = auc();
    if (size() < rules.minOutcomes() || found.isEmpty()) {
      return verdicts;
    }
    Auc auc = found.get();
    double floor = reference.map(known -> known.auc() - rules.aucLoss()).orElse(0.5);
    verdicts.add(
        new Verdict(
            Guard.AUC,
            auc.value() + SURE * auc.standardError() < floor,
            auc.value(),
            floor,
            String.format(
                Locale.ROOT,
                "AUC of %d matured scores is %.3f (standard error %.3f), threshold %.3f%s",
                size(),
                auc.value(),
                auc.standardError(),
                floor,
                reference
                    .map(
                        known -> String.format(Locale.ROOT, ", the release says %.3f", known.auc()))
                    .orElse(", chance, as the release has no reference"))));
    reference.ifPresent(
        known -> {
          double error = calibrationError();
          double ceiling = known.calibrationError() + rules.calibrationLoss();
          verdicts.add(
              new Verdict(
                  Guard.CALIBRATION,
                  error > ceiling,
                  error,
                  ceiling,
                  String.format(
                      Locale.ROOT,
                      "calibration error of %d matured scores is %.3f, threshold %.3f, the release"
                          + " says %.3f",
                      size(),
                      error,
                      ceiling,
                      known.calibrationError())));
        });
    return verdicts;
  }

  /**
   * Returns whether this release is surely better than another on matured scores of other
   * customers: its AUC is higher by more than 2.326 standard errors of the difference (DeLong; one
   * chance in a hundred to be wrong).
   */
  public boolean surelyBetterThan(TruthSample other) {
    Optional<Auc> ours = auc();
    Optional<Auc> theirs = other.auc();
    return ours.isPresent()
        && theirs.isPresent()
        && ours.get().value() - theirs.get().value()
            > SURE * Math.hypot(ours.get().standardError(), theirs.get().standardError());
  }

  /** Writes it: {@code long added | size times (float score, boolean churned)}. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(added);
    for (int i = 0; i < size(); i++) {
      out.writeFloat(scores[i]);
      out.writeBoolean(churned[i]);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static TruthSample read(DataInput in) throws IOException {
    TruthSample sample = new TruthSample();
    sample.added = in.readLong();
    for (int i = 0; i < sample.size(); i++) {
      sample.scores[i] = in.readFloat();
      sample.churned[i] = in.readBoolean();
    }
    return sample;
  }
}
