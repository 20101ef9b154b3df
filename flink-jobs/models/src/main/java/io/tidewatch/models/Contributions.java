package io.tidewatch.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Why a churn probability is what it is.
 *
 * @param base churn probability of the reference customer: every group at its training mean
 * @param churn churn probability of the customer
 * @param groups contribution of each group, largest first; they sum to {@code churn - base}
 */
public record Contributions(float base, float churn, List<Contribution> groups) {

  /** Returns these with one more, by which the churn probability is larger. */
  public Contributions with(Contribution more) {
    List<Contribution> all = new ArrayList<>(groups);
    all.add(more);
    all.sort(Comparator.comparing(Contribution::value).reversed());
    return new Contributions(base, churn + more.value(), List.copyOf(all));
  }
}
