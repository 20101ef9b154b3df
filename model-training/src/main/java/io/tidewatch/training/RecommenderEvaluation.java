package io.tidewatch.training;

/**
 * The recommender beside its baselines on the same baskets.
 *
 * @param baskets how many baskets were ranked
 * @param network the recommender under test
 * @param popularity the same list for everyone: what is bought most
 * @param itemKnn categories near to those that the customer bought, by co-occurrence
 */
public record RecommenderEvaluation(
    long baskets, RankingMetrics network, RankingMetrics popularity, RankingMetrics itemKnn) {}
