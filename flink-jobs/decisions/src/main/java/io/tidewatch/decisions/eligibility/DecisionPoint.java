package io.tidewatch.decisions.eligibility;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;

/**
 * A customer at the moment of a decision on offers: all that rules may ask for.
 *
 * @param triggerEventId event that led here
 * @param state the customer's state, with the event that led here folded in; only read
 * @param atMicros stream time of the decision
 * @param features feature vector at that time, {@code [FeatureCatalogue.size()]}
 * @param score what the churn model says; zeros where none serves
 */
public record DecisionPoint(
    String customerId,
    String triggerEventId,
    CustomerState state,
    long atMicros,
    float[] features,
    ChurnScore score) {}
