package io.tidewatch.connectors.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which alerts are not done with at all of their targets, by partition and offset, and therefore
 * which offsets may be committed. Thread-safe.
 */
final class OpenAlerts {
  private final Map<Integer, Partition> partitions = new HashMap<>();
  private int open;

  /** What one partition holds open. */
  private static final class Partition {
    private final SortedMap<Long, Integer> targetsByOffset = new TreeMap<>();
    private long next;

    long committable() {
      return targetsByOffset.isEmpty() ? next : targetsByOffset.firstKey();
    }
  }

  /**
   * Notes a record that was read.
   *
   * @param targets how many times {@link #done} will be called for it; 0 or more
   */
  synchronized void read(int partition, long offset, int targets) {
    Partition read = partitions.computeIfAbsent(partition, p -> new Partition());
    read.next = offset + 1;
    if (targets > 0) {
      read.targetsByOffset.put(offset, targets);
      open++;
    }
  }

  /** Notes that the record is done with one more of its targets. */
  synchronized void done(int partition, long offset) {
    SortedMap<Long, Integer> targets = partitions.get(partition).targetsByOffset;
    int left = targets.get(offset) - 1;
    if (left > 0) {
      targets.put(offset, left);
    } else {
      targets.remove(offset);
      open--;
    }
  }

  /** Returns how many records are not done. */
  synchronized int open() {
    return open;
  }

  /** Returns, for each partition of which something was read, the first offset that is not done. */
  synchronized Map<Integer, Long> committable() {
    Map<Integer, Long> offsets = new HashMap<>();
    partitions.forEach((partition, read) -> offsets.put(partition, read.committable()));
    return offsets;
  }
}
