package io.tidewatch.training.skew;

import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.TrainingSets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recomputes the features of logged decisions from the raw events by the path of the training, and
 * compares them with what the job logged, feature by feature. Keeps the events of a sample of the
 * customers, drawn by a hash of their ids. Filled, then asked, by one thread.
 *
 * <pre>{@code
 * SkewMeter meter = new SkewMeter(0.01);
 * events.forEach(meter::event);
 * decisions.forEach(meter::decision);
 * SkewReport report = meter.measure(false);
 * }</pre>
 */
public final class SkewMeter {
  /** Relative error above which a value that is no count is a mismatch. */
  public static final double TOLERANCE = 1e-6;

  private static final List<Feature> FEATURES = FeatureCatalogue.features();
  private static final int DAYS_KNOWN = FEATURES.indexOf(Feature.DAYS_KNOWN);

  private final double share;
  private final List<Event> events = new ArrayList<>();
  private final Map<TrainingSets.Point, Integer> eventsAt = new HashMap<>();
  private final Map<String, Long> firstEventAt = new HashMap<>();
  private final List<DecisionRecord> decisions = new ArrayList<>();
  private final Set<String> linked = new HashSet<>();

  /**
   * @param share share of the customers to compare, in (0, 1]
   */
  public SkewMeter(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share=" + share + " must be in (0, 1]");
    }
    this.share = share;
  }

  /** Returns whether a customer is in the sample: the same ones on every machine. */
  public boolean samples(String customerId) {
    if (share >= 1) {
      return true;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("skew|" + customerId).getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1.0p-53 < share;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Takes a raw event; those of other customers are forgotten at once. */
  public void event(Event event) {
    String customer = event.customerId();
    if (event.record() instanceof IdentityLink link) {
      linked.add(customer);
      if (link.getLinkedTo() != null) {
        linked.add(link.getLinkedTo());
      }
    } else if (samples(customer)) {
      long at = event.availableAtMicros();
      events.add(event);
      eventsAt.merge(new TrainingSets.Point(customer, at), 1, Integer::sum);
      if (event.topic() != Topic.ERASURES) {
        firstEventAt.merge(customer, event.occurredAtMicros(), Math::min);
      }
    }
  }

  /** Takes a record of decision-log; those of other customers are forgotten at once. */
  public void decision(DecisionRecord record) {
    if (samples(record.getCustomerId())) {
      decisions.add(record);
    }
  }

  /**
   * Compares. Decisions on visitors who were linked to a customer, and on such customers, are left
   * out and counted as cut off: events moved from the one to the other.
   *
   * @param historyMayBeCut whether the events may begin after a customer's first one, as they do on
   *     topics that keep their records for a month; decisions on such customers are then left out
   *     and counted, otherwise they show as skew
   */
  public SkewReport measure(boolean historyMayBeCut) {
    Set<String> customers = new HashSet<>();
    List<DecisionRecord> comparable = new ArrayList<>();
    long ambiguous = 0;
    long otherCatalogue = 0;
    for (DecisionRecord record : decisions) {
      customers.add(record.getCustomerId());
      if (!record.getCatalogueDigest().equals(FeatureCatalogue.digest())) {
        otherCatalogue++;
      } else if (isAmbiguous(record)) {
        ambiguous++;
      } else {
        comparable.add(record);
      }
    }
    List<float[]> trained =
        TrainingSets.featuresAt(events, comparable.stream().map(SkewMeter::point).toList());
    Tally[] tallies = new Tally[FEATURES.size()];
    for (int f = 0; f < tallies.length; f++) {
      tallies[f] = new Tally(FEATURES.get(f));
    }
    long compared = 0;
    long cutOff = 0;
    for (int i = 0; i < comparable.size(); i++) {
      DecisionRecord record = comparable.get(i);
      boolean known = isKnown(record);
      if (linked.contains(record.getCustomerId())
          || historyMayBeCut && (!known || knewEarlier(record, trained.get(i)))) {
        cutOff++;
        continue;
      }
      compared++;
      for (int f = 0; f < tallies.length; f++) {
        tallies[f].add(record, f, known ? trained.get(i)[f] : Float.NaN);
      }
    }
    List<FeatureSkew> features = new ArrayList<>(tallies.length);
    for (Tally tally : tallies) {
      features.add(tally.skew());
    }
    return new SkewReport(customers.size(), compared, ambiguous, cutOff, otherCatalogue, features);
  }

  private static TrainingSets.Point point(DecisionRecord record) {
    return new TrainingSets.Point(record.getCustomerId(), Micros.of(record.getDecidedAt()));
  }

  /**
   * The job decides after each event, the recomputation stands behind all events of a microsecond.
   */
  private boolean isAmbiguous(DecisionRecord record) {
    int expected = record.getTriggerEventId() == null ? 0 : 1;
    return eventsAt.getOrDefault(point(record), 0) > expected;
  }

  private boolean isKnown(DecisionRecord record) {
    Long first = firstEventAt.get(record.getCustomerId());
    return first != null && first <= Micros.of(record.getDecidedAt());
  }

  private static boolean knewEarlier(DecisionRecord record, float[] trained) {
    List<Float> live = record.getFeatures();
    return live.size() > DAYS_KNOWN
        && live.get(DAYS_KNOWN) - trained[DAYS_KNOWN]
            > TOLERANCE * Math.max(1, Math.abs(trained[DAYS_KNOWN]));
  }

  /** Counts of one feature. */
  private static final class Tally {
    private final Feature feature;
    private long compared;
    private long mismatches;
    private long missing;
    private long extra;
    private double maxError;
    private String worst = "";

    Tally(Feature feature) {
      this.feature = feature;
    }

    /**
     * @param trained NaN if the history knows nothing of the customer
     */
    void add(DecisionRecord record, int index, float trained) {
      float live =
          index < record.getFeatures().size() ? record.getFeatures().get(index) : Float.NaN;
      if (Float.isNaN(live)) {
        missing++;
      } else if (Float.isNaN(trained)) {
        extra++;
      } else {
        compare(record, live, trained);
      }
    }

    private void compare(DecisionRecord record, float live, float trained) {
      compared++;
      double error = Math.abs((double) live - trained) / Math.max(1, Math.abs(trained));
      boolean same = feature.type() == Feature.Type.COUNT ? live == trained : error <= TOLERANCE;
      if (!same) {
        mismatches++;
      }
      if (error > maxError) {
        maxError = error;
        worst =
            "%s at %s: live %s, trained %s"
                .formatted(record.getCustomerId(), record.getDecidedAt(), live, trained);
      }
    }

    FeatureSkew skew() {
      return new FeatureSkew(
          feature.featureName(), compared, mismatches, missing, extra, maxError, worst);
    }
  }
}
