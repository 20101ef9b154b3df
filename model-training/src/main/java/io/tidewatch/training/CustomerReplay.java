package io.tidewatch.training;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One customer's history after it went through the fold of the live job: all step inputs, the
 * baskets, snapshots at given times and, of some customers, snapshots behind a sample of events.
 *
 * @param customerId the customer
 * @param stepInputs inputs of all steps, {@code [steps * ChurnStep.WIDTH]}
 * @param baskets the baskets with their categories
 * @param snapshots snapshots by rising time
 * @param atEvents of customers who validate: snapshots at the moments at which the live job would
 *     have scored them for an event, one event in {@value #EVENTS_ONE_IN}, from the first purchase
 *     on
 */
public record CustomerReplay(
    String customerId,
    float[] stepInputs,
    ItemSequence baskets,
    List<Snapshot> snapshots,
    List<Snapshot> atEvents) {
  private static final int EVENTS_ONE_IN = 4;

  /** The order in which the live job takes a customer's events when it replays. */
  static final Comparator<Event> ORDER =
      Comparator.comparingLong(Event::availableAtMicros)
          .thenComparing(Event::topic)
          .thenComparing(Event::eventId);

  private static final Fold FOLD = new Fold();

  public CustomerReplay {
    snapshots = List.copyOf(snapshots);
    atEvents = List.copyOf(atEvents);
  }

  /**
   * Replays one customer.
   *
   * @param events the customer's events in any order; an erasure forgets all before it
   * @param atMicros rising times at which to take snapshots; an event that is available at exactly
   *     such a time is in its snapshot
   * @param horizonDays horizon of the labels
   */
  public static CustomerReplay of(
      String customerId, List<Event> events, long[] atMicros, int horizonDays) {
    List<Event> ordered = new ArrayList<>(events);
    ordered.sort(ORDER);
    PurchaseRecord purchases = PurchaseRecord.of(ordered);
    Walk walk = new Walk(purchases, horizonDays, ChurnParts.validates(customerId));
    List<Snapshot> snapshots = new ArrayList<>(atMicros.length);
    int next = 0;
    for (long at : atMicros) {
      while (next < ordered.size() && ordered.get(next).availableAtMicros() <= at) {
        walk.fold(ordered.get(next++));
      }
      snapshots.add(walk.snapshot(at));
    }
    while (next < ordered.size()) {
      walk.fold(ordered.get(next++));
    }
    return new CustomerReplay(
        customerId,
        Arrays.copyOf(walk.stepInputs, walk.steps * ChurnStep.WIDTH),
        new ItemSequence(customerId, walk.baskets),
        snapshots,
        walk.atEvents);
  }

  /** Sorts events and drops those that an erasure request forbids to learn from. */
  static List<Event> sinceErasure(List<Event> events) {
    List<Event> ordered = new ArrayList<>(events);
    ordered.sort(ORDER);
    for (int i = ordered.size() - 1; i >= 0; i--) {
      if (ordered.get(i).topic() == Topic.ERASURES) {
        return ordered.subList(i + 1, ordered.size());
      }
    }
    return ordered;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CustomerReplay o
        && customerId.equals(o.customerId)
        && Arrays.equals(stepInputs, o.stepInputs)
        && baskets.equals(o.baskets)
        && snapshots.equals(o.snapshots)
        && atEvents.equals(o.atEvents);
  }

  @Override
  public int hashCode() {
    return Objects.hash(customerId, Arrays.hashCode(stepInputs));
  }

  @Override
  public String toString() {
    return customerId
        + ": "
        + stepInputs.length / ChurnStep.WIDTH
        + " steps, "
        + baskets.baskets().size()
        + " baskets, "
        + snapshots.size()
        + " snapshots";
  }

  /** The state as it goes through the events, and what it leaves behind. */
  private static final class Walk {
    private final PurchaseRecord purchases;
    private final int horizonDays;
    private final boolean takesAtEvents;
    private final List<Snapshot> atEvents = new ArrayList<>();
    private CustomerState state = new CustomerState();
    private final List<ItemSequence.Basket> baskets = new ArrayList<>();
    private final float[] stepInput = new float[ChurnStep.WIDTH];
    private float[] stepInputs = new float[64 * ChurnStep.WIDTH];
    private int steps;

    Walk(PurchaseRecord purchases, int horizonDays, boolean takesAtEvents) {
      this.purchases = purchases;
      this.horizonDays = horizonDays;
      this.takesAtEvents = takesAtEvents;
    }

    void fold(Event event) {
      if (event.topic() == Topic.ERASURES) {
        state = new CustomerState();
        baskets.clear();
        atEvents.clear();
        steps = 0;
        return;
      }
      if (event.topic() == Topic.IDENTITIES) {
        return; // everybody is taken for who the events say; links are not followed
      }
      if (FOLD.fold(state, event) == Fold.Outcome.DUPLICATE) {
        return;
      }
      for (; steps < state.steps().count(); steps++) {
        ChurnStep.input(state.steps(), steps, stepInput);
        int at = steps * ChurnStep.WIDTH;
        if (at + ChurnStep.WIDTH > stepInputs.length) {
          stepInputs = Arrays.copyOf(stepInputs, 2 * stepInputs.length);
        }
        System.arraycopy(stepInput, 0, stepInputs, at, ChurnStep.WIDTH);
      }
      if (event.record() instanceof PurchaseEvent purchase
          && purchase.getKind() == PurchaseKind.PURCHASE) {
        List<String> categories =
            purchase.getLines().stream()
                .map(PurchaseLine::getCategory)
                .filter(Objects::nonNull)
                .toList();
        if (!categories.isEmpty()) {
          baskets.add(new ItemSequence.Basket(event.availableAtMicros(), categories));
        }
      }
      if (takesAtEvents
          && state.purchases() > 0
          && Math.floorMod(SnapshotTimes.hash(event.eventId()), EVENTS_ONE_IN) == 0) {
        atEvents.add(snapshot(state.now()));
      }
    }

    Snapshot snapshot(long atMicros) {
      state.advanceTo(atMicros);
      float[] features = new float[FeatureCatalogue.size()];
      FeatureCatalogue.vector(state, atMicros, features);
      return new Snapshot(
          atMicros,
          steps,
          features,
          !purchases.boughtWithin(atMicros, horizonDays),
          purchases.boughtWithin(atMicros, 7),
          purchases.spentWithin(atMicros, horizonDays));
    }
  }
}
