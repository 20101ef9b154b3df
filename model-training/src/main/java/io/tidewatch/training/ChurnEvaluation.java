package io.tidewatch.training;

/**
 * The churn network beside its baselines on the same cases.
 *
 * @param cases pairs of customer and time whose horizon was observed
 * @param churned how many of them bought nothing within the horizon
 * @param network the scores under test
 * @param logisticRegression logistic regression on the same features
 * @param recency ranking by time since the last purchase, as a probability by bins
 */
public record ChurnEvaluation(
    int cases,
    int churned,
    BinaryMetrics network,
    BinaryMetrics logisticRegression,
    BinaryMetrics recency) {}
