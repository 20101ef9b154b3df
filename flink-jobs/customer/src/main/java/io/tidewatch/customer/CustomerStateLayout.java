package io.tidewatch.customer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes and reads a {@link CustomerState} as bytes. Sections stand in a fixed order; those in
 * brackets are there if their flag is set. Big endian. {@code n} is a count of 1 to 9 bytes (seven
 * bits each, low first), {@code s} seconds since 1970 in 4 bytes without a sign, {@code d} the
 * upper 6 bytes of a double.
 *
 * <pre>
 *   bytes      content
 *   1          version = 3, or 4 where there are events of visitors
 *   1          flags: 1 alert open, 2 ever alerted, 4 ever scored, 8 money, 16 tickets, 32 offers,
 *                     64 profile, 128 accepted offers
 *   8          now, micros
 *   4 4        first and last event, s
 *   n          duplicates dropped
 *   8          next rescoring, micros
 *   [8]        last alert, micros                                        ever alerted
 *   [4 8]      last score (float), when (micros)                         ever scored
 *   1 5..      recent event ids: how many (0..20), 40 bits of hash each, oldest first
 *   n [4 3d 4] clicks: count; last s, decayed 7 30 90 days, s of the click before the last
 *   n [4 d]    carts: count; last s, decayed 7 days
 *   n [4 3d 4] purchases: count; last s, decayed 7 30 90 days, first s
 *   8          categories bought, bitmap of a linear-counting sketch
 *   [1 0|3 4n 2d]         currency; spent, refunds, refunded, other currency; decayed spend 30 90
 *   [n [4 2d] n 1 [4]]    tickets opened (last s, decayed 30 90); closed; satisfaction, its s
 *   [4 3d [4 1..]]        with 128 in the byte of satisfaction, what was said in tickets: newest s,
 *                         displeasure, urgency, leaving; with 64 the s and id of the ticket named
 *   [4 3d]                offers: newest s; decayed sent, accepted, declined
 *   [8 1 1.. 1.. 1 4.. 1 5..]   profile: occurredAt, consents, locale, time zone, segment hashes,
 *                         consents by channel: purpose (128 granted), channel hash
 *   [1 4..]    accepted offers: how many (1..8), hashes, oldest first
 *   1 8..      contacts: how many (0..16), s and 16 bits of the hash of campaign and channel each,
 *                     oldest first; with 128 also of the exclusion group
 *   n [4] 5..  steps: count; newest s; the last 16: kind and hour 1, gap 2, money 2
 *   n 7..      items: count; the last 16: hash of the category 4, time / 256 s 3
 *   1 ..       recurrent states (0..4): model id 8, consumed n, how many 2, floats 4 each
 *   [..]       the state without the events of visitors, from the version on       version 4
 * </pre>
 *
 * With recurrent states of 48 and 64 floats and all histories full, a customer with purchases,
 * clicks, carts, tickets, offers, an alert and three contacts takes about 1,060 bytes. The most
 * that these two models allow is about 1,700: 16 contacts, 64 segments, names of locale and zone of
 * 64 characters, 32 consents by channel, every count at its limit. During a change of models both
 * their states are there.
 *
 * <p>Customers to whom visitors are linked take up to twice as much: all but recurrent states is
 * there again. All others are written as by version 3, which did not know visitors. Version 2 did
 * not know what was said in tickets. Version 1 had no accepted offers, no consents by channel, and
 * of a contact only time and offer. A change of this layout gets a new version number, and the old
 * reader stays: state in savepoints outlives programs.
 */
public final class CustomerStateLayout {
  /** The newest version. */
  public static final int VERSION = 4;

  private static final int WITHOUT_VISITORS = 3;

  private static final int ALERT_OPEN = 1;
  private static final int ALERTED = 2;
  private static final int SCORED = 4;
  private static final int MONEY = 8;
  private static final int TICKETS = 16;
  private static final int OFFERS = 32;
  private static final int PROFILE = 64;
  private static final int ACCEPTED = 128;

  // Never added to, so it may be shared.
  private static final RecentIds NO_IDS = new RecentIds();

  private CustomerStateLayout() {}

  /**
   * Writes a state. The same state gives the same bytes.
   *
   * @throws IOException only if {@code out} throws it
   */
  public static void write(CustomerState state, DataOutput out) throws IOException {
    write(state, state.recentIds, state.own, out);
  }

  /**
   * Writes a state as {@link #write} does, but as if no event ids were remembered and no visitors
   * were known: all that scores and decisions read, in up to 100 bytes less. For records of
   * decisions, not for going on from.
   *
   * @throws IOException only if {@code out} throws it
   */
  public static void writeWithoutEventIds(CustomerState state, DataOutput out) throws IOException {
    write(state, NO_IDS, null, out);
  }

  private static void write(
      CustomerState state, RecentIds recentIds, CustomerState own, DataOutput out)
      throws IOException {
    int flags = flags(state);
    out.writeByte(own == null ? WITHOUT_VISITORS : VERSION);
    out.writeByte(flags);
    out.writeLong(state.nowMicros);
    out.writeInt((int) state.firstEventSeconds);
    out.writeInt((int) state.lastEventSeconds);
    Packing.writeCount(out, state.duplicates);
    out.writeLong(state.rescoring.nextAt);
    if ((flags & ALERTED) != 0) {
      out.writeLong(state.rescoring.lastAlertAt);
    }
    if ((flags & SCORED) != 0) {
      state.rescoring.writeScore(out);
    }
    recentIds.write(out);
    state.clicks.write(out);
    if (state.clicks.count() > 0) {
      out.writeInt((int) state.previousClickSeconds);
    }
    state.carts.write(out);
    state.purchases.write(out);
    if (state.purchases.count() > 0) {
      out.writeInt((int) state.firstPurchaseSeconds);
    }
    out.writeLong(state.categoryBits);
    if ((flags & MONEY) != 0) {
      state.money.write(out);
    }
    if ((flags & TICKETS) != 0) {
      state.tickets.write(out);
    }
    if ((flags & OFFERS) != 0) {
      state.offers.write(out);
    }
    if ((flags & PROFILE) != 0) {
      state.profile.write(out);
    }
    if ((flags & ACCEPTED) != 0) {
      state.acceptedOffers.write(out);
    }
    state.contacts.write(out);
    state.steps.write(out);
    state.items.write(out);
    state.recurrents.write(out);
    if (own != null) {
      write(own, out);
    }
  }

  /**
   * Reads a state.
   *
   * @throws IllegalStateException if the version is unknown or a length is impossible; it names
   *     what, and what was found
   * @throws IOException if {@code in} throws it, so also at a premature end
   */
  public static CustomerState read(DataInput in) throws IOException {
    return read(in, new CustomerState());
  }

  /**
   * Reads a state into one that is no longer needed, which takes little memory.
   *
   * @param state changed: nothing of it stays; if reading fails it is of no use any more
   * @return the same state
   * @throws IllegalStateException as {@link #read(DataInput)} does
   * @throws IOException likewise
   */
  public static CustomerState read(DataInput in, CustomerState state) throws IOException {
    state.clear();
    int version = in.readUnsignedByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "customer state has layout version "
              + version
              + ", this program reads 1 to "
              + VERSION
              + "; use a program at least as new as the one that wrote it");
    }
    int flags = in.readUnsignedByte();
    if (version == 1 && (flags & ACCEPTED) != 0) {
      throw Packing.impossible("flags", Integer.toBinaryString(flags));
    }
    state.nowMicros = in.readLong();
    state.firstEventSeconds = Packing.readSeconds(in);
    state.lastEventSeconds = Packing.readSeconds(in);
    state.duplicates = Packing.readCount(in, "duplicates");
    state.rescoring.nextAt = in.readLong();
    state.rescoring.alertOpen = (flags & ALERT_OPEN) != 0;
    if ((flags & ALERTED) != 0) {
      state.rescoring.lastAlertAt = in.readLong();
    }
    if ((flags & SCORED) != 0) {
      state.rescoring.readScore(in);
    }
    state.recentIds.read(in);
    state.clicks.read(in, "clicks");
    if (state.clicks.count() > 0) {
      state.previousClickSeconds = Packing.readSeconds(in);
    }
    state.carts.read(in, "carts");
    state.purchases.read(in, "purchases");
    if (state.purchases.count() > 0) {
      state.firstPurchaseSeconds = Packing.readSeconds(in);
    }
    state.categoryBits = in.readLong();
    if ((flags & MONEY) != 0) {
      state.money.read(in, state.purchases.lastSeconds());
    }
    if ((flags & TICKETS) != 0) {
      state.tickets.read(in, version);
    }
    if ((flags & OFFERS) != 0) {
      state.offers.read(in);
    }
    if ((flags & PROFILE) != 0) {
      state.profile.read(in, version);
    }
    if ((flags & ACCEPTED) != 0) {
      state.acceptedOffers.read(in);
    }
    state.contacts.read(in, version);
    state.steps.read(in);
    state.items.read(in);
    state.recurrents.read(in);
    if (version > WITHOUT_VISITORS) {
      state.own = read(in);
      if (state.own.own != null) {
        throw Packing.impossible("state without visitors", "has visitors");
      }
    }
    return state;
  }

  /** Returns a state that goes on like the given one, apart from it. */
  static CustomerState copy(CustomerState state) {
    var bytes = new ByteArrayOutputStream(1_024);
    try {
      write(state, new DataOutputStream(bytes));
      return read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Returns how many bytes {@link #write} takes for a state. Costs as much as writing it. */
  public static int size(CustomerState state) {
    try (var out = new DataOutputStream(OutputStream.nullOutputStream())) {
      write(state, out);
      return out.size();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static int flags(CustomerState state) {
    return (state.rescoring.alertOpen ? ALERT_OPEN : 0)
        | (state.rescoring.lastAlertAt != 0 ? ALERTED : 0)
        | (state.rescoring.lastScoreAt != 0 ? SCORED : 0)
        | (state.money.isEmpty() ? 0 : MONEY)
        | (state.tickets.isEmpty() ? 0 : TICKETS)
        | (state.offers.isEmpty() ? 0 : OFFERS)
        | (state.profile.isEmpty() ? 0 : PROFILE)
        | (state.acceptedOffers.isEmpty() ? 0 : ACCEPTED);
  }
}
