package io.tidewatch.connectors.history;

import io.tidewatch.connectors.history.CompleteJourneyTables.Campaign;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the profiles of the households. Observed: the segments {@code campaign-N}, each from the
 * start of the campaign on, so that nobody knows of a campaign before it began. Simulated by seed:
 * consents (90 % marketing, 85 % personalisation, 95 % retention), languages (92 % en-US, 6 %
 * es-US, 2 % zh-CN) and time zones (70 % Eastern, 20 % Central, 5 % each Mountain and Pacific: the
 * hours of the baskets are those of an Eastern chain).
 */
final class CompleteJourneyProfiles {
  private static final double MARKETING = 0.90;
  private static final double PERSONALISATION = 0.85;
  private static final double RETENTION = 0.95;

  private final CompleteJourneyTables tables;
  private final long seed;

  CompleteJourneyProfiles(CompleteJourneyTables tables, long seed) {
    this.tables = tables;
    this.seed = seed;
  }

  /**
   * Returns one profile of every household at {@code firstAt}, and one more at the start of each
   * campaign that it was sent.
   */
  List<CustomerProfile> profiles(Iterable<String> householdIds, Instant firstAt) {
    List<Campaign> campaigns =
        tables.campaigns().stream()
            .sorted(Comparator.comparing(Campaign::start).thenComparing(Campaign::id))
            .toList();
    Map<String, TreeMap<Instant, List<String>>> joined = new TreeMap<>();
    for (Campaign campaign : campaigns) {
      Instant start = CompleteJourneyOffers.startOf(campaign.start());
      Instant at = start.isBefore(firstAt) ? firstAt : start;
      for (String householdId : tables.sentTo(campaign.id())) {
        joined
            .computeIfAbsent(householdId, id -> new TreeMap<>())
            .computeIfAbsent(at, moment -> new ArrayList<>())
            .add("campaign-" + campaign.id());
      }
    }
    List<CustomerProfile> profiles = new ArrayList<>();
    for (String householdId : householdIds) {
      TreeMap<Instant, List<String>> changes = joined.getOrDefault(householdId, new TreeMap<>());
      changes.putIfAbsent(firstAt, List.of());
      List<String> segments = new ArrayList<>();
      changes.forEach(
          (at, added) -> {
            segments.addAll(added);
            profiles.add(
                profile(CompleteJourneyTables.customerId(householdId), at, List.copyOf(segments)));
          });
    }
    return profiles;
  }

  private CustomerProfile profile(String customerId, Instant at, List<String> segments) {
    return CustomerProfile.newBuilder()
        .setEventId("profile-" + at)
        .setCustomerId(customerId)
        .setOccurredAt(at)
        .setConsents(
            List.of(
                consent(customerId, ConsentPurpose.MARKETING, MARKETING),
                consent(customerId, ConsentPurpose.PERSONALISATION, PERSONALISATION),
                consent(customerId, ConsentPurpose.RETENTION, RETENTION)))
        .setLocale(locale(Seeds.share(seed, "locale", customerId)))
        .setTimeZone(timeZone(Seeds.share(seed, "zone", customerId)))
        .setSegments(segments)
        .build();
  }

  private Consent consent(String customerId, ConsentPurpose purpose, double granted) {
    return new Consent(purpose, Seeds.share(seed, purpose.name(), customerId) < granted, List.of());
  }

  private static String locale(double share) {
    return share < 0.92 ? "en-US" : share < 0.98 ? "es-US" : "zh-CN";
  }

  private static String timeZone(double share) {
    if (share < 0.70) {
      return "America/New_York";
    }
    return share < 0.90
        ? "America/Chicago"
        : share < 0.95 ? "America/Denver" : "America/Los_Angeles";
  }
}
