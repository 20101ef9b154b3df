package io.tidewatch.training.sequences;

import io.tidewatch.training.evaluation.Spread;
import java.util.List;
import java.util.Map;

/**
 * What was found on a set of sequences. Immutable.
 *
 * @param set which
 * @param model the kind of network
 * @param customers sequences, each of which was measured by its last item
 * @param items different items
 * @param epochs passes over the data, at most
 * @param sampled ranked among 99 negatives
 * @param allItems ranked among all items that a customer has not had
 * @param trainingSeconds how long each network's training took
 * @param seconds how long everything took
 */
public record SequenceReport(
    SequenceSet set,
    SequenceModel model,
    int customers,
    int items,
    int epochs,
    Comparison sampled,
    Comparison allItems,
    List<Double> trainingSeconds,
    double seconds) {

  public SequenceReport {
    trainingSeconds = List.copyOf(trainingSeconds);
  }

  /**
   * Networks and baselines, ranked in one way. Immutable.
   *
   * @param networks by seed
   * @param baselines by kind
   */
  public record Comparison(List<RankingQuality> networks, Map<Baseline, RankingQuality> baselines) {
    public Comparison {
      networks = List.copyOf(networks);
      baselines = Map.copyOf(baselines);
    }

    /** Returns the mean over the networks. */
    public RankingQuality mean() {
      return new RankingQuality(
          networks.stream().mapToDouble(RankingQuality::hr10).average().orElseThrow(),
          networks.stream().mapToDouble(RankingQuality::ndcg10).average().orElseThrow());
    }

    /** Returns how far HR@10 lies apart over the networks. */
    public Spread hr10Spread() {
      return Spread.of(networks.stream().map(RankingQuality::hr10).toList());
    }

    /** Returns how far NDCG@10 lies apart over the networks. */
    public Spread ndcg10Spread() {
      return Spread.of(networks.stream().map(RankingQuality::ndcg10).toList());
    }
  }
}
