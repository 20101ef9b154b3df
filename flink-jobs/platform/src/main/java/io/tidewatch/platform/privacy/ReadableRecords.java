package io.tidewatch.platform.privacy;

import io.tidewatch.connectors.kafka.CustomerKeys;
import io.tidewatch.connectors.kafka.personal.UnusableKeyException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;

/** Records with their personal fields decrypted, where the master key is here. One thread. */
final class ReadableRecords implements AutoCloseable {
  private final CustomerKeys keys;
  private long unreadable;

  private ReadableRecords(CustomerKeys keys) {
    this.keys = keys;
  }

  /** Reads the keys of customers. */
  static ReadableRecords open(ReadableConfig config) {
    return new ReadableRecords(CustomerKeys.open(config));
  }

  /** Returns the record with its personal fields readable, or as it is where they cannot be. */
  SpecificRecord of(SpecificRecord record) {
    try {
      return keys.decrypt(record);
    } catch (UnusableKeyException e) {
      unreadable++; // people are told how many, and what to name
      return record;
    }
  }

  /** Returns how many records are encrypted by a master key that is not here. */
  long unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    keys.close();
  }
}
