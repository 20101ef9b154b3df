package io.tidewatch.scoring;

import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.Micros;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is remembered of one visitor beside the events. Times are microseconds since 1970 UTC.
 * Mutable, owned by one thread.
 *
 * <pre>
 *   bytes   content
 *   1       version = 1
 *   1       1 linked to a customer
 *   [text]  the customer
 *   8 text  time and id of the record that says so; 0 and "" if none was seen
 *   8       stream time of what was said last
 *   8       when the newest event or record came
 *   8       milliseconds at which the timer stands, 0 for none
 *   4       events kept
 *   8       events settled
 * </pre>
 */
final class VisitorState {
  private static final int VERSION = 1;

  String linkedTo; // null if to nobody
  long linkedAt;
  String linkId = "";
  long saidAt;
  long newestAt;
  long timerAtMillis;
  int events;
  long settled;

  /** Returns whose the events are: the customer's, or the visitor's own. */
  String owner(String visitorId) {
    return linkedTo == null ? visitorId : linkedTo;
  }

  /**
   * Takes over what a record says, unless a newer one was seen: of all records the last in the
   * order of time and id counts, in whatever order they come.
   */
  boolean link(IdentityLink record) {
    long at = Micros.of(record.getOccurredAt());
    int order = at == linkedAt ? record.getEventId().compareTo(linkId) : Long.compare(at, linkedAt);
    if (order <= 0) {
      return false;
    }
    linkedAt = at;
    linkId = record.getEventId();
    linkedTo = record.getLinkedTo();
    return true;
  }

  /** Returns the time for what is said next: that of its cause, or of what was said before. */
  long say(long atMicros) {
    saidAt = Math.max(saidAt, atMicros);
    return saidAt;
  }

  /** The same for what must come after all that was said, and before all that will be. */
  long sayApart(long atMicros) {
    long at = Math.max(saidAt + 1, atMicros);
    saidAt = at + 1;
    return at;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeByte(linkedTo == null ? 0 : 1);
    if (linkedTo != null) {
      out.writeUTF(linkedTo);
    }
    out.writeLong(linkedAt);
    out.writeUTF(linkId);
    out.writeLong(saidAt);
    out.writeLong(newestAt);
    out.writeLong(timerAtMillis);
    out.writeInt(events);
    out.writeLong(settled);
  }

  static VisitorState read(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "state of a visitor has layout version "
              + version
              + ", this program reads "
              + VERSION
              + "; use a program at least as new as the one that wrote it");
    }
    VisitorState state = new VisitorState();
    state.linkedTo = in.readByte() == 0 ? null : in.readUTF();
    state.linkedAt = in.readLong();
    state.linkId = in.readUTF();
    state.saidAt = in.readLong();
    state.newestAt = in.readLong();
    state.timerAtMillis = in.readLong();
    state.events = in.readInt();
    state.settled = in.readLong();
    return state;
  }
}
