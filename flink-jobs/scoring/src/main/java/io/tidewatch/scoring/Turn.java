package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.schemas.Event;

/**
 * One event in a bundle, and what becomes of it on its way through {@link CustomerScoring}. Used
 * again by later bundles, so that a bundle allocates nothing. One thread.
 */
final class Turn {
  /** Place in the order of arrival, from 0. */
  final int position;

  /** Feature vector at this moment, {@code [FeatureCatalogue.size()]}. */
  final float[] features = new float[FeatureCatalogue.size()];

  String customerId;
  Inbound inbound;
  Customer customer;
  Turn sameCustomer; // the next turn of the customer in the bundle, null if this is the last
  Moment moment;
  ChurnScore score;

  Turn(int position) {
    this.position = position;
  }

  /** Returns the event; only of a turn that is one. */
  Event event() {
    return ((Inbound.Accepted) inbound).event();
  }

  /** Lets go of what it held. */
  void clear() {
    customerId = null;
    inbound = null;
    customer = null;
    sameCustomer = null;
    moment = null;
    score = null;
  }
}
