package io.tidewatch.decisions.simulation;

import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up the customers. One in ten is new: the recommender, which has nothing to go by, believes
 * of all of them what is true of the average.
 */
final class Population {
  private static final List<String> ZONES =
      List.of("UTC", "UTC", "Europe/Berlin", "Europe/London", "America/New_York");

  private final SplittableRandom random;
  private final long from;
  private final double[] popularity = new double[Market.CATEGORIES]; // log weights

  Population(SplittableRandom random, long from) {
    this.random = random;
    this.from = from;
    for (int i = 0; i < popularity.length; i++) {
      popularity[i] = 0.5 * random.nextGaussian();
    }
  }

  List<SimulatedCustomer> customers() {
    List<SimulatedCustomer> customers = new ArrayList<>();
    for (int i = 0; i < Market.CUSTOMERS; i++) {
      customers.add(customer("customer-" + i));
    }
    return customers;
  }

  private SimulatedCustomer customer(String id) {
    double[] liking = varied(popularity, 1.2);
    boolean isNew = random.nextInt(10) == 0;
    List<Event> past = new ArrayList<>(List.of(profile(id)));
    for (int left = isNew ? 0 : 1 + random.nextInt(12); left > 0; left--) {
      past.add(purchase(id, left));
    }
    double[] view = isNew ? popularity : varied(liking, 0.5);
    return new SimulatedCustomer(
        id, past, random.nextDouble(), shares(liking), shares(view), 0.4 * random.nextGaussian());
  }

  private Event profile(String id) {
    return Event.of(
        CustomerProfile.newBuilder()
            .setEventId(id + "-profile")
            .setCustomerId(id)
            .setOccurredAt(Micros.toInstant(from - 100 * Micros.PER_DAY))
            .setConsents(
                List.of(new Consent(ConsentPurpose.MARKETING, random.nextInt(10) > 0, List.of())))
            .setLocale(random.nextInt(4) == 0 ? "de-DE" : "en-GB")
            .setTimeZone(ZONES.get(random.nextInt(ZONES.size())))
            .setSegments(random.nextInt(3) == 0 ? List.of("families") : List.of())
            .build());
  }

  private Event purchase(String id, int before) {
    Instant at = Micros.toInstant(from - before * 7 * Micros.PER_DAY);
    return purchase(
        id, id + "-past-" + before, at, Market.category(random.nextInt(Market.CATEGORIES)), 1_000);
  }

  static Event purchase(
      String customerId, String eventId, Instant at, String category, long amountMinor) {
    return Event.of(
        PurchaseEvent.newBuilder()
            .setEventId(eventId)
            .setCustomerId(customerId)
            .setOccurredAt(at)
            .setKind(PurchaseKind.PURCHASE)
            .setOrderId(eventId)
            .setCurrency("EUR")
            .setAmountMinor(amountMinor)
            .setLines(
                List.of(
                    PurchaseLine.newBuilder()
                        .setItemId("item")
                        .setCategory(category)
                        .setAmountMinor(amountMinor)
                        .build()))
            .build());
  }

  private double[] varied(double[] logWeights, double sd) {
    return Arrays.stream(logWeights).map(w -> w + sd * random.nextGaussian()).toArray();
  }

  private static double[] shares(double[] logWeights) {
    double[] weights = Arrays.stream(logWeights).map(Math::exp).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }
}
