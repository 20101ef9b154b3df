package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Merges ordered event files into one ordered sequence; holds one event of each. */
final class MergedEvents implements Iterator<Event> {
  private final PriorityQueue<EventFileCursor> heads =
      new PriorityQueue<>(Comparator.comparing(EventFileCursor::event, EventOrder.BY_AVAILABILITY));

  MergedEvents(List<EventFileCursor> cursors) {
    cursors.forEach(this::enqueue);
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public Event next() {
    EventFileCursor first = heads.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    Event event = first.event();
    enqueue(first);
    return event;
  }

  private void enqueue(EventFileCursor cursor) {
    if (cursor.advance()) {
      heads.add(cursor);
    }
  }
}
