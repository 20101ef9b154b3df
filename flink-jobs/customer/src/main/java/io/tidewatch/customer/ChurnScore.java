package io.tidewatch.customer;

/**
 * What the churn model says of one customer at one time.
 *
 * @param churn probability that the customer buys nothing within the model's horizon, 0 to 1
 * @param purchase7 probability of a purchase within 7 days, 0 to 1; 0 if the model does not give
 *     it, as its manifest says
 * @param expectedSpendMinor money that the customer is expected to spend within the horizon, minor
 *     units of the customer's currency, at least 0; 0 if the model does not give it
 */
public record ChurnScore(float churn, float purchase7, float expectedSpendMinor) {}
