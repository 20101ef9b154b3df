package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One history of a business as events: what was observed, what was simulated, and under which
 * licence. The same data set and seed always give the same events. Instances are immutable and may
 * be shared between threads; each call of {@link #events()} gives a stream of its own.
 */
public interface DataSet {
  /** Returns the name that commands know it by, such as {@code completejourney}. */
  String name();

  /** Returns the name for people. */
  String title();

  /** Returns the licence of the observed data; says so where none is stated. */
  String licence();

  /** Returns whom to credit, and for what. */
  String attribution();

  /** Returns the topics whose records somebody observed. */
  Set<Topic> observedTopics();

  /** Returns the topics whose records a simulator made up. Disjoint from the observed ones. */
  Set<Topic> simulatedTopics();

  /**
   * Returns all events in the order of {@link EventOrder}. Event ids are unique among the events of
   * a customer. Close the stream after use.
   */
  Stream<Event> events();

  /** Returns the offers that were made in the period, ordered by offer id; may be empty. */
  List<Offer> offers();

  /** Returns the first moment of the history; no event is available before it. */
  Instant firstAt();

  /** Returns the last moment of the history; every event is available by then. */
  Instant lastAt();

  /** Returns where to cut the history into a part to train on (before) and one to replay. */
  Instant suggestedSplit();
}
