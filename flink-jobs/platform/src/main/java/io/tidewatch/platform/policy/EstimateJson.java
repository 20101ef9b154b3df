package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.policy.Estimator;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.policy.OffPolicyEstimates;

/** Estimates and intervals as JSON, alike in all documents. */
final class EstimateJson {
  private EstimateJson() {}

  /** Puts value, low and high below a key, and returns that object. */
  static ObjectNode put(ObjectNode at, String key, Interval interval) {
    return at.putObject(key)
        .put("value", interval.value())
        .put("low", interval.low())
        .put("high", interval.high());
  }

  /** Puts how far a log can tell, and what each estimator says. */
  static void put(ObjectNode at, OffPolicyEstimates estimates) {
    at.put("decisions", estimates.decisions());
    at.put("customers", estimates.customers());
    at.put("effectiveDecisions", estimates.effectiveDecisions());
    at.put("meanWeight", estimates.meanWeight());
    at.put("largestWeight", estimates.largestWeight());
    for (Estimator estimator : Estimator.values()) {
      put(at, estimator.key(), estimates.of(estimator));
    }
  }
}
