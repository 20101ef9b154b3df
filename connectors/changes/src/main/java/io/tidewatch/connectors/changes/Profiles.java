package io.tidewatch.connectors.changes;

import io.tidewatch.connectors.changes.ProfileMapping.ConsentColumn;
import io.tidewatch.connectors.kafka.ForeignRecord;
import io.tidewatch.connectors.kafka.Validation;
import io.tidewatch.connectors.kafka.Violation;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ErasureRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** Makes profiles and erasures of changes. Ids depend on nothing but the place on the topic. */
final class Profiles {
  private static final String REQUESTED_BY = "change data capture";

  private final ProfileMapping mapping;

  Profiles(ProfileMapping mapping) {
    this.mapping = mapping;
  }

  /** The customer whose row it is. */
  String customer(Change change) throws UnusableChange {
    return change
        .row()
        .text(mapping.customerId())
        .orElseThrow(
            () ->
                new UnusableChange(
                    DeadLetterReason.BAD_ID,
                    mapping.customerId(),
                    mapping.customerId() + " is empty; it names the customer"));
  }

  /** The profile that the row says. */
  CustomerProfile profile(Change change, ForeignRecord record, Instant now) throws UnusableChange {
    Row row = change.row();
    return checked(
        empty(customer(change), change, record)
            .setName(row.text(mapping.name()).orElse(null))
            .setEmail(row.text(mapping.email()).orElse(null))
            .setPhone(row.text(mapping.phone()).orElse(null))
            .setLocale(row.text(mapping.locale()).orElse(mapping.defaultLocale()))
            .setTimeZone(row.text(mapping.timeZone()).orElse(mapping.defaultTimeZone()))
            .setSegments(row.items(mapping.segments()))
            .setConsents(consents(row))
            .build(),
        now);
  }

  private List<Consent> consents(Row row) throws UnusableChange {
    List<Consent> consents = new ArrayList<>();
    // In the order of the purposes, so that the same row has the same bytes.
    Map<ConsentPurpose, ConsentColumn> columns = new EnumMap<>(ConsentPurpose.class);
    columns.putAll(mapping.consents());
    for (Map.Entry<ConsentPurpose, ConsentColumn> one : columns.entrySet()) {
      consents.add(
          Consent.newBuilder()
              .setPurpose(one.getKey())
              .setGranted(row.flag(one.getValue().column()))
              .setChannels(one.getValue().channels())
              .build());
    }
    return consents;
  }

  /** A profile that says and allows nothing. */
  CustomerProfile withdrawn(Change change, ForeignRecord record, Instant now)
      throws UnusableChange {
    return checked(
        empty(customer(change), change, record)
            .setLocale(mapping.defaultLocale())
            .setTimeZone(mapping.defaultTimeZone())
            .build(),
        now);
  }

  /** The request to forget the customer. */
  ErasureRequest erasure(Change change, ForeignRecord record, Instant now) throws UnusableChange {
    return checked(
        ErasureRequest.newBuilder()
            .setEventId(id(record))
            .setCustomerId(customer(change))
            .setOccurredAt(change.at())
            .setRequestedBy(REQUESTED_BY)
            .build(),
        now);
  }

  private CustomerProfile.Builder empty(String customer, Change change, ForeignRecord record) {
    return CustomerProfile.newBuilder()
        .setEventId(id(record))
        .setCustomerId(customer)
        .setOccurredAt(change.at());
  }

  private static String id(ForeignRecord record) {
    String place = record.topic() + "/" + record.partition() + "/" + record.offset();
    return "cdc-" + UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
  }

  private static <T extends SpecificRecord> T checked(T record, Instant now) throws UnusableChange {
    Optional<Violation> violation = Validation.check(record, now);
    if (violation.isPresent()) {
      Violation broken = violation.get();
      throw new UnusableChange(broken.reason(), broken.field(), broken.detail());
    }
    return record;
  }
}
