package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import java.nio.file.Path;

/** Stands at one event of an event file and moves on; checks the order on the way. */
final class EventFileCursor implements AutoCloseable {
  private final RecordFileReader reader;
  private Event event;

  private EventFileCursor(RecordFileReader reader) {
    this.reader = reader;
  }

  /** Opens a file; the cursor stands before its first event. */
  static EventFileCursor open(Path file) {
    RecordFileReader reader = RecordFileReader.open(file);
    if (!reader.topic().isEvent()) {
      reader.close();
      throw new UnreadableHistoryException(
          file + " holds " + reader.topic().topicName() + ", which are not events of customers");
    }
    return new EventFileCursor(reader);
  }

  /** Moves to the next event; returns false at the end. */
  boolean advance() {
    if (!reader.hasNext()) {
      return false;
    }
    Event next = Event.of(reader.next());
    if (event != null && EventOrder.BY_AVAILABILITY.compare(event, next) > 0) {
      throw reader.bad(
          "event " + next.eventId() + " comes after a later one; sort the file by availability");
    }
    event = next;
    return true;
  }

  /** Returns the event at which the cursor stands, after {@link #advance()} returned true. */
  Event event() {
    return event;
  }

  @Override
  public void close() {
    reader.close();
  }
}
