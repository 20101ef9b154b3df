package io.tidewatch.decisions.simulation;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import java.util.List;

/**
 * A made-up customer.
 *
 * @param past profile and purchases before the first visit
 * @param churn what the churn model says
 * @param liking true probability by category that the next purchase is in it, {@code [categories]}
 * @param view the same as the recommender believes it
 * @param mood part of the log-odds of any acceptance that nobody can see
 */
record SimulatedCustomer(
    String id, List<Event> past, double churn, double[] liking, double[] view, double mood) {

  /** Returns the state after the past, a new one for each run. */
  CustomerState state() {
    CustomerState state = new CustomerState();
    Fold fold = new Fold();
    past.forEach(event -> fold.fold(state, event));
    return state;
  }
}
