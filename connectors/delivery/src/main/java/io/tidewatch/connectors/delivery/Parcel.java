package io.tidewatch.connectors.delivery;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.schemas.AlertDelivery;
import io.tidewatch.schemas.ChurnAlert;
import java.util.Optional;

/**
 * One alert for one target. Immutable.
 *
 * @param record where the alert came from
 * @param alert the alert
 * @param before what an earlier run wrote of its attempts; empty if there were none
 */
record Parcel(ConsumedRecord record, ChurnAlert alert, Optional<AlertDelivery> before) {
  int attempts() {
    return before.map(AlertDelivery::getAttempts).orElse(0);
  }
}
