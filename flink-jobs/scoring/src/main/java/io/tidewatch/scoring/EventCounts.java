package io.tidewatch.scoring;

import io.tidewatch.schemas.Topic;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many records of one topic the job has processed: exact at every moment, because the counts
 * are part of the checkpoint and go back with it. The first three add up to the records read,
 * heartbeats left out; a removed profile counts as folded.
 *
 * @param folded taken into the customer's state
 * @param duplicate dropped because the customer had an event of that id
 * @param deadLettered refused with a reason
 * @param late folded or dropped, but older than the watermark when they came
 */
public record EventCounts(long folded, long duplicate, long deadLettered, long late) {
  static final String FOLDED = "folded";
  static final String DUPLICATE = "duplicate";
  static final String DEAD_LETTERED = "deadLettered";
  static final String LATE = "late";

  /**
   * Takes the counts out of the accumulators of a running or finished job, such as {@code
   * jobClient.getAccumulators().get()}: as fresh as the last heartbeat of the TaskManagers (option
   * {@code heartbeat.interval} of the cluster, 10 s by default).
   *
   * @return counts by topic name, one entry for each event and control topic
   */
  public static Map<String, EventCounts> of(Map<String, Object> accumulators) {
    Map<String, EventCounts> counts = new TreeMap<>();
    for (Topic topic : Topic.values()) {
      if (topic.isEvent() || topic.isControl()) {
        counts.put(
            topic.topicName(),
            new EventCounts(
                count(accumulators, FOLDED, topic),
                count(accumulators, DUPLICATE, topic),
                count(accumulators, DEAD_LETTERED, topic),
                count(accumulators, LATE, topic)));
      }
    }
    return counts;
  }

  private static long count(Map<String, Object> accumulators, String kind, Topic topic) {
    return accumulators.get(EventCounters.accumulator(kind, topic)) instanceof Long count
        ? count
        : 0;
  }
}
