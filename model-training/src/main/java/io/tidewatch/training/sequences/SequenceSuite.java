package io.tidewatch.training.sequences;

import io.tidewatch.training.Dl4j;
import io.tidewatch.training.Progress;
import io.tidewatch.training.sequences.SequenceReport.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures networks and baselines on a set of the S3-Rec paper (Zhou et al. 2020) by its protocol:
 * the last item of each customer is ranked among 99 that the customer never had, and among all that
 * the customer had not had before. The last item but one ends the training, and is history then.
 */
public final class SequenceSuite {
  /** Passes over the data at most, if nothing else is asked for. */
  public static final int EPOCHS = 30;

  /** Negatives are the same for all networks and baselines. */
  private static final long NEGATIVES_SEED = 1;

  private static final double BASELINES = 0.1;

  private SequenceSuite() {}

  /**
   * Measures a set.
   *
   * @param folder has the files of the set as published, plain or gzip-compressed
   * @param seeds networks, trained with the seeds 1 to {@code seeds}
   * @param epochs passes over the data, at most
   * @throws IllegalArgumentException if a file is not there, or not of that form
   */
  public static SequenceReport run(
      Path folder, SequenceSet set, SequenceModel model, int seeds, int epochs, Progress progress) {
    SequenceData data = SequenceData.read(folder, set, NEGATIVES_SEED);
    return run(data, set, model, seeds, SequenceOptions.defaults().withEpochs(epochs), progress);
  }

  static SequenceReport run(
      SequenceData data,
      SequenceSet set,
      SequenceModel model,
      int seeds,
      SequenceOptions options,
      Progress progress) {
    Dl4j.singleThreaded();
    long start = System.nanoTime();
    Map<Baseline, RankingQuality> sampled = new EnumMap<>(Baseline.class);
    Map<Baseline, RankingQuality> allItems = new EnumMap<>(Baseline.class);
    for (Baseline baseline : Baseline.values()) {
      progress.at(BASELINES * baseline.ordinal() / Baseline.values().length, baseline.key());
      LeaveOneOut.Measured measured =
          LeaveOneOut.test(data, baseline.scorer(data), Progress.none());
      sampled.put(baseline, measured.sampled());
      allItems.put(baseline, measured.allItems());
    }
    List<LeaveOneOut.Measured> networks = new ArrayList<>();
    List<Double> trainingSeconds = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      Progress part = network(progress, seed, seeds);
      long begun = System.nanoTime();
      SequenceNetwork network =
          SequenceTrainer.train(data, model.encoder(), options, seed, part.part(0, 0.95));
      trainingSeconds.add((System.nanoTime() - begun) / 1e9);
      networks.add(LeaveOneOut.test(data, network, part.part(0.95, 1)));
    }
    return new SequenceReport(
        set,
        model,
        data.customers(),
        data.items(),
        options.epochs(),
        new Comparison(networks.stream().map(LeaveOneOut.Measured::sampled).toList(), sampled),
        new Comparison(networks.stream().map(LeaveOneOut.Measured::allItems).toList(), allItems),
        trainingSeconds,
        (System.nanoTime() - start) / 1e9);
  }

  private static Progress network(Progress progress, int seed, int seeds) {
    double share = (1 - BASELINES) / seeds;
    Progress part = progress.part(BASELINES + share * (seed - 1), BASELINES + share * seed);
    return (fraction, message) ->
        part.at(fraction, "network " + seed + " of " + seeds + ", " + message);
  }
}
