package io.tidewatch.scoring;

import java.util.Map;

/**
 * How many events of one topic the job has processed: exact at every moment, because the counts are
 * part of the checkpoint and go back with it.
 *
 * @param folded folded into a customer's state
 * @param duplicate dropped because the customer had an event of that id
 * @param deadLettered refused with a reason
 * @param late folded or dropped, but older than the watermark
 */
public record EventCounts(long folded, long duplicate, long deadLettered, long late) {

  /**
   * Takes the counts out of the accumulators of a running or finished job, such as {@code
   * jobClient.getAccumulators().get()} (as fresh as the last heartbeat of the TaskManagers).
   *
   * @return counts by topic name, one entry for each event topic
   */
  public static Map<String, EventCounts> of(Map<String, Object> accumulators) {
    throw new UnsupportedOperationException();
  }
}
