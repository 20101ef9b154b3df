package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes customer profiles. The newest profile counts as a whole and a consent that is not in it is
 * refused, so an identify call that says nothing of consents makes none: it would withdraw what the
 * customer granted.
 */
final class Profiles {
  private static final Map<String, ConsentPurpose> PURPOSES =
      Map.of(
          "marketing", ConsentPurpose.MARKETING,
          "personalisation", ConsentPurpose.PERSONALISATION,
          "personalization", ConsentPurpose.PERSONALISATION,
          "retention", ConsentPurpose.RETENTION);

  private Profiles() {}

  static Optional<SpecificRecord> of(Tracked event) throws RefusedEventException {
    JsonNode json = event.json();
    List<Consent> consents = consents(json);
    if (consents.isEmpty() || Source.USER.in(json).isEmpty()) {
      return Optional.empty();
    }
    CustomerProfile.Builder profile =
        CustomerProfile.newBuilder()
            .setEventId(event.eventId())
            .setCustomerId(event.customerId())
            .setOccurredAt(event.occurredAt())
            .setReceivedAt(event.receivedAt())
            .setName(name(json))
            .setEmail(Source.EMAIL.textIn(json))
            .setPhone(Source.PHONE.textIn(json))
            .setConsents(consents)
            .setSegments(segments(json));
    String locale = Source.LOCALE.textIn(json);
    if (locale != null) {
      profile.setLocale(locale);
    }
    String timeZone = Source.TIME_ZONE.textIn(json);
    if (timeZone != null) {
      profile.setTimeZone(timeZone);
    }
    return Optional.of(profile.build());
  }

  private static String name(JsonNode json) throws RefusedEventException {
    String whole = Source.NAME.textIn(json);
    String first = Source.FIRST_NAME.textIn(json);
    String last = Source.LAST_NAME.textIn(json);
    if (whole != null || first == null && last == null) {
      return whole;
    }
    return ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
  }

  /**
   * Purpose to true, false, or the channels for which it is granted; other purposes are not ours.
   */
  private static List<Consent> consents(JsonNode json) throws RefusedEventException {
    List<Consent> consents = new ArrayList<>();
    JsonNode given = Source.CONSENTS.in(json).orElse(null);
    if (given == null) {
      return consents;
    }
    if (!given.isObject()) {
      throw RefusedEventException.of(
          DeadLetterReason.BAD_TEXT, Source.CONSENTS.path(), "is not an object of purposes");
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      ConsentPurpose purpose = PURPOSES.get(entry.getKey().toLowerCase(Locale.ROOT));
      if (purpose != null) {
        consents.add(consent(purpose, entry.getValue()));
      }
    }
    return consents;
  }

  private static Consent consent(ConsentPurpose purpose, JsonNode given)
      throws RefusedEventException {
    String path = Source.CONSENTS.path() + "." + purpose.name().toLowerCase(Locale.ROOT);
    if (given.isBoolean()) {
      return new Consent(purpose, given.booleanValue(), List.of());
    }
    List<String> channels = texts(given, path);
    // No channel is none at all; in our records an empty list means every one.
    return new Consent(purpose, !channels.isEmpty(), channels);
  }

  private static List<String> segments(JsonNode json) throws RefusedEventException {
    Optional<JsonNode> segments = Source.SEGMENTS.in(json);
    return segments.isEmpty() ? List.of() : texts(segments.get(), Source.SEGMENTS.path());
  }

  private static List<String> texts(JsonNode list, String path) throws RefusedEventException {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list) {
      texts.add(item.isTextual() ? item.asText() : "");
    }
    if (!list.isArray() || texts.contains("")) {
      throw RefusedEventException.of(DeadLetterReason.BAD_TEXT, path, "is not a list of texts");
    }
    return texts;
  }
}
