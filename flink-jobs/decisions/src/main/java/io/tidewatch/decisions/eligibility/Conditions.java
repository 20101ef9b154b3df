package io.tidewatch.decisions.eligibility;

import io.tidewatch.schemas.Offer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conditions of offers, each compiled when first asked for. One that this version cannot
 * compile, because another one let it through, holds for nobody. One thread.
 */
public final class Conditions {
  private static final Logger LOG = LoggerFactory.getLogger(Conditions.class);
  private static final int MAX_COMPILED = 10_000;

  private final Map<String, Optional<Eligibility>> compiled = new HashMap<>();

  /** Returns whether the customer is one for whom the offer is meant. */
  public boolean hold(Offer offer, DecisionPoint point) {
    if (offer.getEligibility().isEmpty()) {
      return true;
    }
    Optional<Eligibility> condition = compiled.get(offer.getEligibility());
    if (condition == null) {
      condition = compiled(offer);
    }
    return condition.isPresent() && condition.get().holds(point);
  }

  private Optional<Eligibility> compiled(Offer offer) {
    if (compiled.size() == MAX_COMPILED) {
      compiled.clear(); // most of them are of versions long gone
    }
    Optional<Eligibility> condition;
    try {
      condition = Optional.of(Eligibility.of(offer.getEligibility()));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "offer {} is made to nobody: its eligibility: {}", offer.getOfferId(), e.getMessage());
      condition = Optional.empty();
    }
    compiled.put(offer.getEligibility(), condition);
    return condition;
  }
}
