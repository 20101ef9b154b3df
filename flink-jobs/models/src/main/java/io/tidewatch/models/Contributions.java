package io.tidewatch.models;

import java.util.List;

/**
 * Why a churn probability is what it is.
 *
 * @param base churn probability of the reference customer: every group at its training mean
 * @param churn churn probability of the customer
 * @param groups contribution of each group, largest first; they sum to {@code churn - base}
 */
public record Contributions(float base, float churn, List<Contribution> groups) {}
