package io.tidewatch.platform.demo;

import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import java.time.Instant;

/** The rules that the demo pushes: the defaults of the schemas, spelled out by name. */
public final class DemoPolicy {
  private DemoPolicy() {}

  /**
   * Returns the policy "default".
   *
   * @param at when it was written
   */
  public static Policy at(Instant at) {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("demo-1")
        .setUpdatedAt(at)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(OfferRules.newBuilder().build())
        .build();
  }
}
