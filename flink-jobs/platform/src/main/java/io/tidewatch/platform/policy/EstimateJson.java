package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.policy.Estimator;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.policy.OffPolicyEstimates;
import io.tidewatch.training.uplift.AverageEffect;
import io.tidewatch.training.uplift.Cuped;
import io.tidewatch.training.uplift.SampleRatio;

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

  /** Puts the groups' sizes and means, and the effect. */
  static void put(ObjectNode at, AverageEffect effect) {
    at.put("treated", effect.treated());
    at.put("control", effect.control());
    at.put("treatedMean", effect.treatedMean());
    at.put("controlMean", effect.controlMean());
    put(at, "effect", effect.effect());
  }

  /** Puts the effect with what was known before taken off, and what that saves. */
  static void put(ObjectNode at, Cuped cuped) {
    ObjectNode adjusted = at.putObject("cuped");
    put(adjusted, "effect", cuped.effect().effect());
    adjusted.put("theta", cuped.theta());
    adjusted.put("varianceSaved", cuped.varianceSaved());
  }

  /** Puts the sizes of groups, and whether they are as by lot. */
  static void put(ObjectNode at, SampleRatio ratio) {
    ratio.observed().forEach(at.putArray("observed")::add);
    ratio.expected().forEach(at.putArray("expected")::add);
    at.put("chiSquared", ratio.chiSquared());
    at.put("p", ratio.p());
    at.put("mismatch", ratio.mismatch());
  }
}
