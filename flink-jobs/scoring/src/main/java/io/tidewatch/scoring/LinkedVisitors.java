package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The visitors who are linked to customers: their events stay apart from the customer's state, in
 * keyed state, so that one visitor can leave while the others remain. Of a visitor who is linked to
 * nobody, and so is the customer, nothing has to stay here: if that one leaves, nobody remains.
 * Customers without visitors have no entry, and no event of theirs comes here. One thread.
 */
final class LinkedVisitors {
  static final MapStateDescriptor<String, Inbound> KEPT =
      new MapStateDescriptor<>("visitors", Types.STRING, RecordTypes.inbound());

  private final MapState<String, Inbound> kept;
  private final Consumer<String> currentKey;
  private final CustomerScoring scoring;

  /**
   * Wraps keyed state of {@link #KEPT}.
   *
   * @param currentKey sets the key that the state is read and written under
   */
  LinkedVisitors(
      MapState<String, Inbound> kept, Consumer<String> currentKey, CustomerScoring scoring) {
    this.kept = kept;
    this.currentKey = currentKey;
    this.scoring = scoring;
  }

  /** Keeps an event that is about to be folded. */
  void keep(Inbound.Visited visited) throws Exception {
    if (!isHimself(visited)) {
      currentKey.accept(visited.customerId());
      kept.put(key(visited, visited.event().eventId()), visited);
    }
  }

  /** Applies what a customer is told of a visitor, except a new event. */
  void apply(Customer customer, Inbound.OfVisitor told) throws Exception {
    if (told instanceof Inbound.Visited visited) {
      if (visited.step() == Inbound.Visited.Step.MOVED) {
        keep(visited);
        scoring.move(customer, visited);
      } else {
        settle(customer, visited);
      }
    } else if (told instanceof Inbound.Whose whose) {
      switch (whose.change()) {
        case JOINED -> join(whose);
        case LEFT -> leave(customer, whose);
        case STAYED -> stay(customer, whose);
      }
    }
  }

  /** Forgets all visitors of a customer and says who they were. */
  Set<String> forget(String customerId) throws Exception {
    currentKey.accept(customerId);
    Set<String> visitors = new TreeSet<>();
    for (Inbound one : kept.values()) {
      visitors.add(((Inbound.OfVisitor) one).visitorId());
    }
    kept.clear();
    return visitors;
  }

  // An entry without event, for a visitor of whom no event may ever come, but who is to be erased
  // with the customer.
  private void join(Inbound.Whose joined) throws Exception {
    currentKey.accept(joined.customerId());
    kept.put(key(joined, ""), joined);
  }

  private void settle(Customer customer, Inbound.Visited settled) throws Exception {
    if (!isHimself(settled)) {
      currentKey.accept(settled.customerId());
      kept.remove(key(settled, settled.event().eventId()));
    }
    if (customer.state != null) {
      scoring.settle(customer.state, settled.event());
    }
  }

  private void leave(Customer customer, Inbound.Whose left) throws Exception {
    take(left);
    if (customer.state != null && customer.state.hasVisitors()) {
      scoring.takeBack(customer, left.atMicros(), remaining());
    }
  }

  private void stay(Customer customer, Inbound.Whose stayed) throws Exception {
    List<Event> events = take(stayed);
    if (customer.state == null) {
      return;
    }
    if (remaining().isEmpty()) {
      customer.state.settle();
    } else {
      events.forEach(event -> scoring.settle(customer.state, event));
    }
  }

  /** Takes out all that is kept of a visitor; returns the events in their order. */
  private List<Event> take(Inbound.OfVisitor told) throws Exception {
    currentKey.accept(told.customerId());
    List<Event> events = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Map.Entry<String, Inbound> entry : kept.entries()) {
      Inbound.OfVisitor one = (Inbound.OfVisitor) entry.getValue();
      if (one.visitorId().equals(told.visitorId())) {
        keys.add(entry.getKey());
        if (one instanceof Inbound.Visited visited) {
          events.add(visited.event());
        }
      }
    }
    for (String key : keys) {
      kept.remove(key);
    }
    events.sort(StreamOrder.OF_EVENTS);
    return events;
  }

  /** The events of all visitors, in their order. */
  private List<Event> remaining() throws Exception {
    List<Event> events = new ArrayList<>();
    for (Inbound one : kept.values()) {
      if (one instanceof Inbound.Visited visited) {
        events.add(visited.event());
      }
    }
    events.sort(StreamOrder.OF_EVENTS);
    return events;
  }

  private static boolean isHimself(Inbound.OfVisitor told) {
    return told.customerId().equals(told.visitorId());
  }

  /** With the length, no two pairs of ids have the same key. */
  private static String key(Inbound.OfVisitor told, String eventId) {
    return told.visitorId().length() + ":" + told.visitorId() + eventId;
  }
}
