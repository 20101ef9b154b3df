package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Customers in memory as bytes: a second write-back cache, behind {@link HotCustomers} and in front
 * of keyed state. A customer takes half of the memory of the objects, and the collector has nothing
 * to do for it; what a look-up costs is reading the layout, about half a microsecond, where RocksDB
 * takes ten.
 *
 * <p>Entries stand one behind the other in segments of nearly 1 MiB, which form a ring. When all
 * are full the oldest is swept: who was asked for since the last time stays and is moved to its
 * front, the others leave, and it takes the newcomers from then on. So, as by the clock algorithm,
 * customers who come once do not drive out those who come often.
 *
 * <pre>
 *   bytes  an entry, aligned to 16
 *   4      hash of the id
 *   4      room: bytes of the entry, with all that stands here
 *   4      bytes of the state; 0: the entry is nobody's any more
 *   2      characters of the id
 *   1      flags: 1 not yet in keyed state, 2 asked for since the segment was swept
 *   1      0
 *   2..    id, UTF-16
 *   ..     state, as {@link io.tidewatch.customer.CustomerStateLayout} has it
 * </pre>
 *
 * <p>One thread. What changes stays unwritten as far as allowed ({@link #allowDirty}) until {@link
 * #flush}.
 */
final class PackedCustomers implements HotCustomers.Store {
  /** Less than 1 MiB by more than an array's header: G1 then needs one region of 1 MiB for it. */
  static final int SEGMENT_BYTES = (1 << 20) - 64;

  private static final int UNIT = 16;
  private static final int UNITS = 1 << 16; // a place is segment * UNITS + offset / UNIT + 1
  private static final int FREE = 0;
  private static final int ROOM = 4;
  private static final int LENGTH = 8;
  private static final int CHARS = 12;
  private static final int FLAGS = 14;
  private static final int HEADER = 16;
  private static final byte DIRTY = 1;
  private static final byte USED = 2;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle CHAR =
      MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.nativeOrder());

  private final HotCustomers.Store store;
  private final CustomerStateSerializer serializer = new CustomerStateSerializer();
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final DataOutputSerializer out = new DataOutputSerializer(2_048);
  private final byte[][] segments;
  private final int[] filled; // by segment: bytes that are taken
  private final int[] dirtyIn; // by segment
  private int head; // takes newcomers
  private int[] hashes = new int[1 << 10];
  private int[] places = new int[1 << 10];
  private int size;
  private int dirty;
  private int cleanSegment; // before here, up to the head, nothing was dirty a while ago
  private int cleanOffset;
  private long hits;
  private long misses;
  private long evictions;
  private long writes;

  /**
   * Creates an empty cache.
   *
   * @param bytes how much memory it may take for entries; less than a segment is none at all
   */
  PackedCustomers(long bytes, HotCustomers.Store store) {
    int count = (int) Math.min(Integer.MAX_VALUE / UNITS, bytes / SEGMENT_BYTES);
    this.segments = new byte[count][];
    this.filled = new int[count];
    this.dirtyIn = new int[count];
    this.store = store;
  }

  @Override
  public CustomerState read(String customerId) throws Exception {
    int slot = slot(customerId, hash(customerId));
    if (places[slot] == FREE) {
      misses++;
      return store.read(customerId);
    }
    hits++;
    byte[] segment = segment(places[slot]);
    int at = offset(places[slot]);
    segment[at + FLAGS] |= USED;
    return state(segment, at);
  }

  @Override
  public void write(String customerId, CustomerState state) throws Exception {
    out.clear();
    serializer.serialize(state, out);
    int needed = needed(customerId.length(), out.length());
    int hash = hash(customerId);
    int slot = slot(customerId, hash);
    if (places[slot] != FREE) {
      byte[] segment = segment(places[slot]);
      int at = offset(places[slot]);
      if (needed <= (int) INT.get(segment, at + ROOM)) {
        int start = at + HEADER + 2 * customerId.length();
        System.arraycopy(out.getSharedBuffer(), 0, segment, start, out.length());
        INT.set(segment, at + LENGTH, out.length());
        segment[at + FLAGS] |= USED;
        changed(places[slot]);
        return;
      }
      drop(slot);
    }
    if (needed > SEGMENT_BYTES
        || customerId.length() > Character.MAX_VALUE
        || segments.length == 0) {
      store.write(customerId, state);
      writes++;
      return;
    }
    int place = append(customerId, hash, needed);
    insert(hash, place);
    changed(place);
  }

  @Override
  public void remove(String customerId) throws Exception {
    int slot = slot(customerId, hash(customerId));
    if (places[slot] != FREE) {
      drop(slot);
    }
    store.remove(customerId);
  }

  @Override
  public void allowDirty(int customers) throws Exception {
    while (dirty > customers) {
      writeNext();
    }
  }

  @Override
  public void flush() throws Exception {
    allowDirty(0);
  }

  /** Writes the next dirty entry in the order of the ring; there must be one. */
  private void writeNext() throws Exception {
    while (true) {
      if (dirtyIn[cleanSegment] == 0 || cleanOffset >= filled[cleanSegment]) {
        cleanSegment = cleanSegment + 1 == segments.length ? 0 : cleanSegment + 1;
        cleanOffset = 0;
        continue;
      }
      byte[] segment = segments[cleanSegment];
      int at = cleanOffset;
      cleanOffset += (int) INT.get(segment, at + ROOM);
      if ((segment[at + FLAGS] & DIRTY) != 0) {
        writeBack(cleanSegment, at);
        return;
      }
    }
  }

  private void writeBack(int number, int at) throws Exception {
    byte[] segment = segments[number];
    store.write(id(segment, at), state(segment, at));
    writes++;
    clean(number, at);
  }

  private void changed(int place) {
    byte[] segment = segment(place);
    int at = offset(place);
    if ((segment[at + FLAGS] & DIRTY) == 0) {
      segment[at + FLAGS] |= DIRTY;
      dirty++;
      dirtyIn[number(place)]++;
    }
  }

  private void clean(int number, int at) {
    if ((segments[number][at + FLAGS] & DIRTY) != 0) {
      segments[number][at + FLAGS] &= ~DIRTY;
      dirty--;
      dirtyIn[number]--;
    }
  }

  /** Puts an entry with the state in {@link #out} at the end of the head. */
  private int append(String id, int hash, int room) throws Exception {
    makeRoom(room);
    byte[] segment = segments[head];
    int at = filled[head];
    INT.set(segment, at, hash);
    INT.set(segment, at + ROOM, room);
    INT.set(segment, at + LENGTH, out.length());
    CHAR.set(segment, at + CHARS, (char) id.length());
    segment[at + FLAGS] = 0;
    int to = at + HEADER;
    for (int i = 0; i < id.length(); i++, to += 2) {
      CHAR.set(segment, to, id.charAt(i));
    }
    System.arraycopy(out.getSharedBuffer(), 0, segment, to, out.length());
    filled[head] = at + room;
    return place(head, at);
  }

  private void makeRoom(int room) throws Exception {
    if (segments[head] == null) {
      segments[head] = new byte[SEGMENT_BYTES]; // the first of all
    }
    // In the second round nobody is left who was asked for since the first.
    while (SEGMENT_BYTES - filled[head] < room) {
      head = head + 1 == segments.length ? 0 : head + 1;
      if (segments[head] == null) {
        segments[head] = new byte[SEGMENT_BYTES];
      } else {
        sweep(head);
      }
    }
  }

  private void sweep(int number) throws Exception {
    byte[] segment = segments[number];
    int end = filled[number];
    int to = 0;
    for (int at = 0, room; at < end; at += room) {
      room = (int) INT.get(segment, at + ROOM);
      if ((int) INT.get(segment, at + LENGTH) == 0) {
        continue;
      }
      int slot = slotOf((int) INT.get(segment, at), place(number, at));
      if ((segment[at + FLAGS] & USED) != 0) {
        segment[at + FLAGS] &= ~USED;
        if (to < at) {
          System.arraycopy(segment, at, segment, to, room);
          places[slot] = place(number, to);
        }
        to += room;
      } else {
        if ((segment[at + FLAGS] & DIRTY) != 0) {
          writeBack(number, at);
        }
        free(slot);
        evictions++;
      }
    }
    filled[number] = to;
    if (cleanSegment == number) {
      cleanOffset = 0;
    }
  }

  private void drop(int slot) {
    int number = number(places[slot]);
    int at = offset(places[slot]);
    clean(number, at);
    INT.set(segments[number], at + LENGTH, 0);
    free(slot);
  }

  private static int needed(int chars, int length) {
    return (HEADER + 2 * chars + length + UNIT - 1) & -UNIT;
  }

  private CustomerState state(byte[] segment, int at) throws IOException {
    int start = at + HEADER + 2 * (char) CHAR.get(segment, at + CHARS);
    in.setBuffer(segment, start, (int) INT.get(segment, at + LENGTH));
    return serializer.deserialize(in);
  }

  private static String id(byte[] segment, int at) {
    char[] chars = new char[(char) CHAR.get(segment, at + CHARS)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) CHAR.get(segment, at + HEADER + 2 * i);
    }
    return new String(chars);
  }

  private boolean is(String id, int place) {
    byte[] segment = segment(place);
    int at = offset(place);
    if ((char) CHAR.get(segment, at + CHARS) != id.length()) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if ((char) CHAR.get(segment, at + HEADER + 2 * i) != id.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private byte[] segment(int place) {
    return segments[number(place)];
  }

  private static int place(int number, int at) {
    return number * UNITS + at / UNIT + 1;
  }

  private static int number(int place) {
    return (place - 1) / UNITS;
  }

  private static int offset(int place) {
    return (place - 1) % UNITS * UNIT;
  }

  private static int hash(String id) {
    return HotCustomers.spread(id.hashCode());
  }

  /** Returns the slot of a customer, or the free one where the search ended. */
  private int slot(String id, int hash) {
    int mask = places.length - 1;
    int slot = hash & mask;
    while (places[slot] != FREE && !(hashes[slot] == hash && is(id, places[slot]))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int slotOf(int hash, int place) {
    int mask = places.length - 1;
    int slot = hash & mask;
    while (places[slot] != place) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void insert(int hash, int place) {
    if (2 * (size + 1) > places.length) {
      grow();
    }
    int mask = places.length - 1;
    int slot = hash & mask;
    while (places[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    hashes[slot] = hash;
    places[slot] = place;
    size++;
  }

  /** Frees a slot and moves those back whose search would end there (Knuth 6.4, algorithm R). */
  private void free(int slot) {
    int mask = places.length - 1;
    int hole = slot;
    for (int next = (hole + 1) & mask; places[next] != FREE; next = (next + 1) & mask) {
      if (((next - hashes[next]) & mask) >= ((next - hole) & mask)) {
        hashes[hole] = hashes[next];
        places[hole] = places[next];
        hole = next;
      }
    }
    places[hole] = FREE;
    size--;
  }

  private void grow() {
    int[] oldHashes = hashes;
    int[] oldPlaces = places;
    hashes = new int[2 * oldHashes.length];
    places = new int[2 * oldPlaces.length];
    size = 0;
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != FREE) {
        insert(oldHashes[i], oldPlaces[i]);
      }
    }
  }

  int size() {
    return size;
  }

  int dirty() {
    return dirty;
  }

  long hits() {
    return hits;
  }

  long misses() {
    return misses;
  }

  long evictions() {
    return evictions;
  }

  long writes() {
    return writes;
  }
}
