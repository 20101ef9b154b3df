package io.tidewatch.training.policy;

import java.util.List;

/** A way to choose among the offers to which no rule was opposed at a logged decision. */
public interface ChoosingPolicy {
  /** Returns the name in commands and reports. */
  String key();

  /**
   * Returns the probability of each offer.
   *
   * @param decisionId the decision
   * @param offerIds the offers that could be made, in order
   * @param values what each brings if it is accepted
   * @param expected what each is expected to bring, by a model that has not seen this decision
   */
  double[] probabilities(
      String decisionId, List<String> offerIds, double[] values, double[] expected);
}
