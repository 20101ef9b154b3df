package io.tidewatch.connectors.kafka.personal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Wrapped keys by customer, without an object for each: about 90 bytes a customer. One thread.
 *
 * <pre>
 *   entry   16 bytes  first half of the SHA-256 of the customer's id
 *            1 byte   which master key wraps it
 *           60 bytes  the wrapped key
 * </pre>
 *
 * Entries lie in chunks; an open-addressed table of their numbers finds them. That of a removed
 * customer is overwritten at once, and used again for the next.
 */
public final class KeyTable {
  private static final int HASH_BYTES = 16;
  private static final int ENTRY_BYTES = HASH_BYTES + 1 + DataKey.WRAPPED_BYTES;
  private static final int CHUNK_ENTRIES = 4096;
  private static final int EMPTY = 0; // in the table, entry n is n + 1
  private static final int MOST_MASTER_KEYS = 256;

  private final List<byte[]> chunks = new ArrayList<>();
  private final List<String> masterKeyIds = new ArrayList<>();
  private final MessageDigest digest = sha256();
  private int[] table = new int[1024];
  private int entries; // places in chunks, also free ones
  private int[] free = new int[16];
  private int freeCount;

  /**
   * A wrapped key.
   *
   * @param masterKeyId name of the master key
   * @param wrapped {@value DataKey#WRAPPED_BYTES} bytes
   */
  public record Wrapped(String masterKeyId, byte[] wrapped) {}

  /** Returns how many customers have a key. */
  public int size() {
    return entries - freeCount;
  }

  /** Returns the bytes that it takes on the heap. */
  long heapBytes() {
    return (long) chunks.size() * CHUNK_ENTRIES * ENTRY_BYTES
        + 4L * table.length
        + 4L * free.length;
  }

  /** Returns a customer's key. */
  public Optional<Wrapped> get(String customerId) {
    int slot = slot(hash(customerId));
    if (table[slot] == EMPTY) {
      return Optional.empty();
    }
    int entry = table[slot] - 1;
    byte[] chunk = chunks.get(entry / CHUNK_ENTRIES);
    int at = entry % CHUNK_ENTRIES * ENTRY_BYTES + HASH_BYTES;
    return Optional.of(
        new Wrapped(
            masterKeyIds.get(chunk[at] & 0xff),
            Arrays.copyOfRange(chunk, at + 1, at + 1 + DataKey.WRAPPED_BYTES)));
  }

  /**
   * Sets a customer's key.
   *
   * @throws IllegalArgumentException if its length is wrong
   * @throws IllegalStateException if it is the 257th master key
   */
  public void put(String customerId, Wrapped key) {
    if (key.wrapped().length != DataKey.WRAPPED_BYTES) {
      throw new IllegalArgumentException(
          "a wrapped key has " + DataKey.WRAPPED_BYTES + " bytes, not " + key.wrapped().length);
    }
    byte[] hash = hash(customerId);
    int slot = slot(hash);
    if (table[slot] == EMPTY) {
      if (2 * (size() + 1) > table.length) {
        grow();
        slot = slot(hash);
      }
      table[slot] = place() + 1;
    }
    int entry = table[slot] - 1;
    byte[] chunk = chunks.get(entry / CHUNK_ENTRIES);
    int at = entry % CHUNK_ENTRIES * ENTRY_BYTES;
    System.arraycopy(hash, 0, chunk, at, HASH_BYTES);
    chunk[at + HASH_BYTES] = (byte) masterKey(key.masterKeyId());
    System.arraycopy(key.wrapped(), 0, chunk, at + HASH_BYTES + 1, DataKey.WRAPPED_BYTES);
  }

  /** Removes a customer's key, if there is one. */
  public void remove(String customerId) {
    int slot = slot(hash(customerId));
    if (table[slot] == EMPTY) {
      return;
    }
    int entry = table[slot] - 1;
    int at = entry % CHUNK_ENTRIES * ENTRY_BYTES;
    Arrays.fill(chunks.get(entry / CHUNK_ENTRIES), at, at + ENTRY_BYTES, (byte) 0);
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * free.length);
    }
    free[freeCount++] = entry;
    close(slot);
  }

  /**
   * Moves those behind a gap that would not be found any more (Knuth, vol. 3, 6.4, algorithm R).
   */
  private void close(int slot) {
    int mask = table.length - 1;
    int gap = slot;
    for (int next = gap + 1 & mask; table[next] != EMPTY; next = next + 1 & mask) {
      int home = home(chunk(table[next] - 1), offset(table[next] - 1));
      if ((next - home & mask) >= (next - gap & mask)) {
        table[gap] = table[next];
        gap = next;
      }
    }
    table[gap] = EMPTY;
  }

  private int place() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (entries == chunks.size() * CHUNK_ENTRIES) {
      chunks.add(new byte[CHUNK_ENTRIES * ENTRY_BYTES]);
    }
    return entries++;
  }

  private void grow() {
    int[] old = table;
    table = new int[2 * old.length];
    for (int number : old) {
      if (number != EMPTY) {
        int slot = home(chunk(number - 1), offset(number - 1));
        while (table[slot] != EMPTY) {
          slot = slot + 1 & table.length - 1;
        }
        table[slot] = number;
      }
    }
  }

  /** Returns where the hash is, or where it would be. */
  private int slot(byte[] hash) {
    int slot = home(hash, 0);
    while (table[slot] != EMPTY && !isOf(table[slot] - 1, hash)) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  private boolean isOf(int entry, byte[] hash) {
    int at = offset(entry);
    return Arrays.equals(chunk(entry), at, at + HASH_BYTES, hash, 0, HASH_BYTES);
  }

  private byte[] chunk(int entry) {
    return chunks.get(entry / CHUNK_ENTRIES);
  }

  private static int offset(int entry) {
    return entry % CHUNK_ENTRIES * ENTRY_BYTES;
  }

  private int home(byte[] bytes, int at) {
    int first =
        bytes[at] << 24
            | (bytes[at + 1] & 0xff) << 16
            | (bytes[at + 2] & 0xff) << 8
            | bytes[at + 3] & 0xff;
    return first & table.length - 1;
  }

  private int masterKey(String id) {
    int place = masterKeyIds.indexOf(id);
    if (place >= 0) {
      return place;
    }
    if (masterKeyIds.size() == MOST_MASTER_KEYS) {
      throw new IllegalStateException(
          "customer-keys names more than " + MOST_MASTER_KEYS + " master keys");
    }
    masterKeyIds.add(id);
    return masterKeyIds.size() - 1;
  }

  private byte[] hash(String customerId) {
    return Arrays.copyOf(digest.digest(customerId.getBytes(StandardCharsets.UTF_8)), HASH_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
