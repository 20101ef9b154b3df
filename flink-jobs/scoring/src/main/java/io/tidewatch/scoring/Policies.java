package io.tidewatch.scoring;

import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import java.time.Instant;

/** The policy that the job applies, and the one it has before any came. */
final class Policies {
  /** Name of the policy that is applied. */
  static final String APPLIED = "default";

  /** The defaults of the schema, as version {@code built-in}; treated as immutable. */
  static final Policy BUILT_IN =
      Policy.newBuilder()
          .setName(APPLIED)
          .setVersion("built-in")
          .setUpdatedAt(Instant.EPOCH)
          .setAlerts(AlertRules.newBuilder().build())
          .setOffers(OfferRules.newBuilder().build())
          .build();

  private Policies() {}
}
