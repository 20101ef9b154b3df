package io.tidewatch.customer;

import java.util.List;

/** Writes the page docs/reference/features.md from the catalogue and the step input. */
final class FeatureReference {
  private static final String HEAD =
      """
      # Features

      <!-- Generated from Feature.java and ChurnStep.java; do not edit. Regenerate with
           mvn -pl schemas,flink-jobs/customer test -Dtest=FeatureReferenceTest \
      -Dregenerate=true -Dsurefire.failIfNoSpecifiedTests=false -->

      The feature vector of a customer at a time t: %d float32 values, derived from the customer's state
      and t only, by the same code in the scoring job and in training. A unit that begins with `log` is
      the natural logarithm of 1 + x (of x for ratios and odds), money counts in 100 minor units. A
      `30d half-life` weighs an event 2^(-age / 30 days). A COUNT is the same to the last bit wherever it is
      computed; a REAL may differ in its last bits if events were folded in another order.

      Money is in the currency of the customer's first order; orders in another currency count as orders
      and are left out of all sums of money.

      Digest of this catalogue, which a model release must carry: `%s`

      | # | feature | unit | window | type | reason group | meaning |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  private static final String STEPS =
      """

      ## Step input of the churn model

      Every click, order, refund, ticket step and offer outcome is one step of the recurrent layer: %d values.
      Profiles, messages of agents, and events of unknown kinds make no step. Gap and money keep 12
      significant bits.

      | # | input | meaning |
      | --- | --- | --- |
      """;

  private FeatureReference() {}

  static String markdown() {
    StringBuilder page =
        new StringBuilder(HEAD.formatted(FeatureCatalogue.size(), FeatureCatalogue.digest()));
    for (Feature feature : FeatureCatalogue.features()) {
      page.append(
          "| %d | `%s` | %s | %s | %s | %s | %s |%n"
              .formatted(
                  feature.ordinal(),
                  feature.featureName(),
                  feature.unit(),
                  feature.window(),
                  feature.type(),
                  feature.group(),
                  feature.meaning()));
    }
    page.append(STEPS.formatted(ChurnStep.WIDTH));
    List<String> names = ChurnStep.names();
    for (int i = 0; i < names.size(); i++) {
      page.append("| %d | `%s` | %s |%n".formatted(i, names.get(i), ChurnStep.meanings().get(i)));
    }
    return page.toString().replace(System.lineSeparator(), "\n");
  }
}
