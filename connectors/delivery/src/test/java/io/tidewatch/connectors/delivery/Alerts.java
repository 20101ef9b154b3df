package io.tidewatch.connectors.delivery;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionVerdict;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.List;

/** Alerts for tests. */
final class Alerts {
  static final Instant DECIDED = Instant.parse("2026-03-01T10:00:00Z");

  static {
    Topic.values(); // Avro trusts the records of lists from then on
  }

  private Alerts() {}

  static ChurnAlert of(String id, String customer, String desk) {
    return ChurnAlert.newBuilder()
        .setAlertId(id)
        .setCustomerId(customer)
        .setDecidedAt(DECIDED)
        .setChurn(0.876f)
        .setPurchase7(0.01f)
        .setExpectedSpendMinor(1_200)
        .setValueAtRiskMinor(12_345)
        .setCurrency("EUR")
        .setReasons(List.of(new Reason("recency", 0.12f, "Last bought 40 days ago.")))
        .setDesk(desk)
        .setModel(new ModelRef("churn", "3", "00"))
        .setPolicyVersion("7")
        .setFeatureDigest("0011223344556677")
        .setRetention(
            RetentionChoice.newBuilder()
                .setVerdict(RetentionVerdict.ACTION)
                .setActionId("call-back")
                .build())
        .build();
  }
}
