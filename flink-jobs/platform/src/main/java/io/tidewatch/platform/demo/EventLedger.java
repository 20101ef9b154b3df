package io.tidewatch.platform.demo;

import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.EventCounts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the events of each topic: every event produced was folded, dropped as a duplicate
 * or refused, or it is lost. Immutable.
 *
 * @param byTopic an entry per event topic, in the order of the catalogue
 */
public record EventLedger(Map<Topic, Entry> byTopic) {
  /**
   * One topic's events.
   *
   * @param produced sent to the topic
   * @param folded folded into a customer's state
   * @param duplicate dropped because the customer had an event of that id
   * @param deadLettered refused with a reason
   * @param late processed, but older than the watermark
   */
  public record Entry(long produced, long folded, long duplicate, long deadLettered, long late) {
    /** Returns how many events the job has dealt with. */
    public long processed() {
      return folded + duplicate + deadLettered;
    }
  }

  public EventLedger {
    byTopic = Map.copyOf(byTopic);
  }

  /** Puts what was sent beside what the job counted. */
  public static EventLedger of(Map<Topic, Long> produced, Map<String, EventCounts> counts) {
    Map<Topic, Entry> entries = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) {
      if (topic.isEvent()) {
        EventCounts count = counts.getOrDefault(topic.topicName(), new EventCounts(0, 0, 0, 0));
        entries.put(
            topic,
            new Entry(
                produced.getOrDefault(topic, 0L),
                count.folded(),
                count.duplicate(),
                count.deadLettered(),
                count.late()));
      }
    }
    return new EventLedger(entries);
  }

  /** Returns whether every event that was sent is accounted for, in every topic. */
  public boolean complete() {
    return byTopic.values().stream().allMatch(entry -> entry.processed() == entry.produced());
  }

  /** Returns how many events the job has dealt with. */
  public long processed() {
    return byTopic.values().stream().mapToLong(Entry::processed).sum();
  }

  /** Returns how many events were sent. */
  public long produced() {
    return byTopic.values().stream().mapToLong(Entry::produced).sum();
  }
}
