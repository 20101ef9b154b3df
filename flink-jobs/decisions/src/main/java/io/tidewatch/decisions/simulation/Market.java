package io.tidewatch.decisions.simulation;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The customers, the offers and what is true about them. The log-odds that a customer accepts are
 * the sum of what the offer's {@link Appeal} makes of the customer, of the customer's mood, and of
 * a loss where the customer had the same offer lately. Policies see the recommender's affinity,
 * which is the true liking with an error, the churn score, and the number of purchases.
 *
 * <p>One seed gives one market, the same to every policy. One thread, because {@link #drift}
 * changes it.
 */
final class Market {
  static final int CUSTOMERS = 4_000;
  static final int OFFERS = 40;
  static final int LATE_OFFERS = 8; // launched one by one in the course of the run
  static final int CATEGORIES = 16;

  private static final int CAMPAIGNS = 8;
  private static final int VISITS_PER_DAY = 1_000;
  private static final long START = Micros.of(Instant.parse("2026-01-01T00:00:00Z"));
  // Visits come from 07:30 to 21:30 UTC.
  private static final long FIRST_VISIT = Micros.PER_DAY * 15 / 48;
  private static final long BETWEEN_VISITS = Micros.PER_DAY * 28 / 48 / VISITS_PER_DAY;
  private static final double BASE = -2;
  private static final double TIRED = 0.7;
  private static final double TIRED_HALF_LIFE = 7.0 * Micros.PER_DAY;

  private final long seed;
  private final List<Offer> offers;
  private final List<SimulatedCustomer> customers;
  private final Appeal[] appeals = new Appeal[OFFERS];
  private final SplittableRandom changes;

  Market(SimulationOptions options) {
    this.seed = options.seed();
    SplittableRandom random = new SplittableRandom(seed);
    long end = visitAt(options.decisions()) + Micros.PER_DAY;
    this.offers = new Catalogue(random.split(), START, end).offers();
    this.customers = new Population(random.split(), START).customers();
    this.changes = random.split();
    double[] campaigns = new double[CAMPAIGNS];
    for (int i = 0; i < CAMPAIGNS; i++) {
      campaigns[i] = 0.4 * changes.nextGaussian();
    }
    for (int i = 0; i < OFFERS; i++) {
      appeals[i] = Appeal.drawn(campaigns[i % CAMPAIGNS], changes);
    }
  }

  static String campaign(int offer) {
    return "campaign-" + offer % CAMPAIGNS;
  }

  static String category(int index) {
    return "category-" + index;
  }

  /** Returns the offers, in order of their ids. */
  List<Offer> offers() {
    return offers;
  }

  /** Returns the customers. */
  List<SimulatedCustomer> customers() {
    return customers;
  }

  /** Returns when a visit happens, in microseconds. */
  static long visitAt(int decision) {
    return START
        + decision / VISITS_PER_DAY * Micros.PER_DAY
        + FIRST_VISIT
        + decision % VISITS_PER_DAY * BETWEEN_VISITS;
  }

  /** Returns who comes. */
  int visitor(int decision) {
    return random(decision, 1).nextInt(CUSTOMERS);
  }

  /** Returns a number, uniform in [0, 1), below whose probability a customer accepts. */
  double answer(int decision) {
    return random(decision, 2).nextDouble();
  }

  /** Returns how long a customer thinks before accepting: a day on average, five at most. */
  long answersAfterMicros(int decision) {
    double days = -Math.log(1 - random(decision, 3).nextDouble());
    return (long) (Math.min(5, days) * Micros.PER_DAY);
  }

  /** Half of the offers, drawn by lot, appeal in another way from now on. */
  void drift() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < OFFERS; i++) {
      all.add(i);
    }
    for (int i = 0; i < OFFERS / 2; i++) {
      int offer = all.remove(changes.nextInt(all.size()));
      appeals[offer] = Appeal.drawn(0.4 * changes.nextGaussian(), changes);
    }
  }

  /** Returns the affinity that the recommender gives a customer for an offer. */
  double affinity(int customer, int offer) {
    return sum(customers.get(customer).view(), offers.get(offer));
  }

  /**
   * Returns the true probability that a customer accepts an offer.
   *
   * @param purchases purchases so far
   * @param sinceMicros time since the customer had the same offer; negative if never
   */
  double acceptance(int customer, int offer, long purchases, long sinceMicros) {
    SimulatedCustomer who = customers.get(customer);
    double liking = sum(who.liking(), offers.get(offer));
    Appeal appeal = appeals[offer];
    double tired = sinceMicros < 0 ? 0 : TIRED * Math.pow(2, -sinceMicros / TIRED_HALF_LIFE);
    double logOdds =
        BASE
            + appeal.level()
            + appeal.affinity() * (Math.log(liking / (1 - liking)) + 3) / 2
            + appeal.churn() * (who.churn() - 0.5)
            + appeal.newcomer() / (1 + purchases)
            + who.mood()
            - tired;
    return 1 / (1 + Math.exp(-logOdds));
  }

  private SplittableRandom random(int decision, int purpose) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + decision * 4L + purpose);
  }

  private static double sum(double[] byCategory, Offer offer) {
    double sum = 0;
    for (String category : offer.getCategories()) {
      sum += byCategory[Integer.parseInt(category.substring(category.indexOf('-') + 1))];
    }
    return sum;
  }
}
