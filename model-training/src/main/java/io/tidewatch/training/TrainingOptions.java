package io.tidewatch.training;

import io.tidewatch.schemas.Micros;
import java.time.Instant;
import java.util.Optional;

/**
 * What a training may be told. Immutable; start from {@link #defaults()} and change what differs.
 *
 * @param split when the test part begins: the model learns only what was observed before it. Empty:
 *     chosen so that {@code testShare} of the observed time lies behind it
 * @param testShare share of the observed time kept for the test where {@code split} is empty, 0.05
 *     to 0.9
 * @param horizonDays days without a purchase that count as churn, 1 to 365
 * @param snapshotEveryDays days between two snapshots of a customer, 1 to 365
 * @param steps newest step inputs that the churn network reads per snapshot, 1 to 64
 * @param maxEpochs passes over the training part at most, 1 to 1000
 * @param seed seed of initial weights, shuffling and sampling: same history, options and seed give
 *     the same release, byte for byte
 * @param parallelism parallelism of the replay job, at least 1; has no influence on the release
 */
public record TrainingOptions(
    Optional<Instant> split,
    double testShare,
    int horizonDays,
    int snapshotEveryDays,
    int steps,
    int maxEpochs,
    long seed,
    int parallelism) {

  public TrainingOptions {
    require(testShare >= 0.05 && testShare <= 0.9, "testShare", testShare, "0.05 to 0.9");
    require(horizonDays >= 1 && horizonDays <= 365, "horizonDays", horizonDays, "1 to 365");
    require(
        snapshotEveryDays >= 1 && snapshotEveryDays <= 365,
        "snapshotEveryDays",
        snapshotEveryDays,
        "1 to 365");
    require(steps >= 1 && steps <= 64, "steps", steps, "1 to 64");
    require(maxEpochs >= 1 && maxEpochs <= 1000, "maxEpochs", maxEpochs, "1 to 1000");
    require(parallelism >= 1, "parallelism", parallelism, "at least 1");
  }

  /** Returns the options that the demo and the launcher start from. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(Optional.empty(), 0.2, 28, 14, 16, 6, 42L, 2);
  }

  /** Returns these options with the test part beginning at a time. */
  public TrainingOptions withSplit(Instant at) {
    return new TrainingOptions(
        Optional.of(at),
        testShare,
        horizonDays,
        snapshotEveryDays,
        steps,
        maxEpochs,
        seed,
        parallelism);
  }

  /** Returns these options with a share of the observed time as the test part. */
  public TrainingOptions withTestShare(double share) {
    return new TrainingOptions(
        Optional.empty(),
        share,
        horizonDays,
        snapshotEveryDays,
        steps,
        maxEpochs,
        seed,
        parallelism);
  }

  /** Returns these options with another horizon. */
  public TrainingOptions withHorizonDays(int days) {
    return new TrainingOptions(
        split, testShare, days, snapshotEveryDays, steps, maxEpochs, seed, parallelism);
  }

  /** Returns these options with another distance between snapshots. */
  public TrainingOptions withSnapshotEveryDays(int days) {
    return new TrainingOptions(
        split, testShare, horizonDays, days, steps, maxEpochs, seed, parallelism);
  }

  /** Returns these options with another number of passes at most. */
  public TrainingOptions withMaxEpochs(int epochs) {
    return new TrainingOptions(
        split, testShare, horizonDays, snapshotEveryDays, steps, epochs, seed, parallelism);
  }

  /** Returns these options with another seed. */
  public TrainingOptions withSeed(long value) {
    return new TrainingOptions(
        split, testShare, horizonDays, snapshotEveryDays, steps, maxEpochs, value, parallelism);
  }

  /** Returns these options with another parallelism of the replay job. */
  public TrainingOptions withParallelism(int value) {
    return new TrainingOptions(
        split, testShare, horizonDays, snapshotEveryDays, steps, maxEpochs, seed, value);
  }

  /** Returns the horizon in microseconds. */
  long horizonMicros() {
    return horizonDays * Micros.PER_DAY;
  }

  private static void require(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "training option " + name + "=" + value + " must be " + allowed);
    }
  }
}
