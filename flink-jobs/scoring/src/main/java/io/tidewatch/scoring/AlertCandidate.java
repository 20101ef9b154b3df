package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.decisions.DecisionIds;
import io.tidewatch.decisions.retention.LeavingCustomer;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * An open alert on its way to the desk, with everything the desk needs to send it or to say why
 * not.
 *
 * @param alert the alert as it will be sent
 * @param record its decision record, of which the desk sets kind, id and reason
 * @param raisedAtMicros when the alert was opened; equal to the alert's time for a new one
 * @param dailyCapacity alerts that the desk can work on in a day
 * @param deskTimeZone IANA id of the zone of the desk's days
 * @param coolDownHours hours after an alert in which the customer is left alone
 */
public record AlertCandidate(
    ChurnAlert alert,
    DecisionRecord record,
    long raisedAtMicros,
    int dailyCapacity,
    String deskTimeZone,
    int coolDownHours) {
  static final TypeInformation<AlertCandidate> TYPE =
      new LayoutTypeInfo<>(
          AlertCandidate.class,
          () ->
              new AlertCandidateSerializer(
                  RecordTypes.record().createSerializer(new SerializerConfigImpl())));

  /** Returns the customer as retention actions see one. */
  LeavingCustomer customer() {
    return LeavingCustomer.of(alert);
  }

  /** Returns the alert as the desk sends it, with what to do for the customer. */
  ChurnAlert sent(RetentionChoice choice) {
    return ChurnAlert.newBuilder(alert).setRetention(choice).build();
  }

  /** Returns the decision record if the desk sends the alert. */
  DecisionRecord logged(RetentionChoice choice) {
    return DecisionRecord.newBuilder(record).setRetention(choice).build();
  }

  /** Returns what the topic suppressions says if the desk holds the alert back. */
  Suppression suppression(SuppressionReason reason) {
    return Suppression.newBuilder()
        .setSuppressionId(DecisionIds.alertSuppression(alert.getAlertId()))
        .setCustomerId(alert.getCustomerId())
        .setDecidedAt(alert.getDecidedAt())
        .setKind(SuppressedKind.ALERT)
        .setReason(reason)
        .setTriggerEventId(alert.getTriggerEventId())
        .setPolicyVersion(alert.getPolicyVersion())
        .build();
  }

  /** Returns the decision record if the desk holds the alert back. */
  DecisionRecord heldBack(SuppressionReason reason) {
    return DecisionRecord.newBuilder(record)
        .setDecisionId(DecisionIds.alertSuppression(alert.getAlertId()))
        .setKind(DecisionKind.SUPPRESSION)
        .setSuppressionReason(reason)
        .build();
  }
}
