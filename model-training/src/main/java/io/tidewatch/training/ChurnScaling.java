package io.tidewatch.training;

/**
 * How the inputs of the churn network are standardised.
 *
 * @param steps of step inputs
 * @param features of feature vectors
 */
record ChurnScaling(Standardisation steps, Standardisation features) {}
