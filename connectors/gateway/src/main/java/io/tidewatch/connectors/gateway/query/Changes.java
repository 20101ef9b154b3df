package io.tidewatch.connectors.gateway.query;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a batch of records changes in the store, before it is written as one. One thread. */
final class Changes {
  private final Store store;
  private final Map<ByteBuffer, Optional<byte[]>> changes = new HashMap<>();

  Changes(Store store) {
    this.store = store;
  }

  /** Returns the value of a key as it will be. */
  Optional<byte[]> get(byte[] key) {
    Optional<byte[]> changed = changes.get(ByteBuffer.wrap(key));
    return changed == null ? store.get(key) : changed;
  }

  void put(byte[] key, byte[] value) {
    changes.put(ByteBuffer.wrap(key), Optional.of(value));
  }

  void remove(byte[] key) {
    changes.put(ByteBuffer.wrap(key), Optional.empty());
  }

  /** Adds to a number of 8 bytes, which is 0 where there is none. */
  void add(byte[] key, long by) {
    long before = get(key).map(Changes::number).orElse(0L);
    put(key, bytes(before + by));
  }

  /** Writes all of them, and begins anew. */
  void write() {
    store.write(changes);
    changes.clear();
  }

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }
}
