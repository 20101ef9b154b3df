package io.tidewatch.training.sequences;

/**
 * How high the item that came next is ranked. Immutable.
 *
 * @param hr10 share of customers whose next item is among the first ten, 0 to 1
 * @param ndcg10 mean of 1 / log2(rank + 1) where the rank is at most ten, else of 0
 */
public record RankingQuality(double hr10, double ndcg10) {}
