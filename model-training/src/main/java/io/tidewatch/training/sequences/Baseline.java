package io.tidewatch.training.sequences;

import java.util.function.Function;

/** What the networks are compared with. */
public enum Baseline {
  /** How often an item was taken. */
  POPULARITY("popularity", SequenceBaselines::popularity),
  /** Item-based nearest neighbours by the cosine of who took what. */
  ITEM_KNN("itemKnn", SequenceBaselines::itemKnn),
  /** How often an item came right behind the last one. */
  MARKOV("markov", SequenceBaselines::markov);

  private final String key;
  private final Function<SequenceData, ItemScorer> scorer;

  Baseline(String key, Function<SequenceData, ItemScorer> scorer) {
    this.key = key;
    this.scorer = scorer;
  }

  /** Returns the key in the report. */
  public String key() {
    return key;
  }

  ItemScorer scorer(SequenceData data) {
    return scorer.apply(data);
  }
}
