package io.tidewatch.scoring;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;

/** Something that a job is told, in the order in which it is told. */
sealed interface OfferStep {

  /** A customer did something. */
  record Happened(Event event) implements OfferStep {}

  /** Marketing changed an offer. */
  record Offered(Offer offer) implements OfferStep {}

  /** Marketing changed the policy. */
  record Ruled(Policy policy) implements OfferStep {}
}
