package io.tidewatch.platform.letters;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Topic;
import java.util.Arrays;

/**
 * A dead letter and the name that it is called by.
 *
 * @param id topic/partition/offset of the refused record, so that a letter which was written twice
 *     has one name; of the letter itself where the record lay on no topic
 * @param content the letter
 */
record Letter(String id, DeadLetter content) {
  /** Names a letter that was read. */
  static Letter of(ConsumedRecord consumed) {
    DeadLetter content = (DeadLetter) consumed.record().orElseThrow();
    return content.getOffset() < 0
        ? new Letter(
            id(Topic.DEAD_LETTERS.topicName(), consumed.partition(), consumed.offset()), content)
        : new Letter(id(content.getTopic(), content.getPartition(), content.getOffset()), content);
  }

  private static String id(String topic, int partition, long offset) {
    return topic + "/" + partition + "/" + offset;
  }

  /**
   * Returns whether the refused record was on its way into the job's state. Only such are sent
   * again: of offers, policies and models a newer one may be in force.
   */
  boolean ofEvent() {
    return Arrays.stream(Topic.values())
        .anyMatch(topic -> topic.isEvent() && topic.topicName().equals(content.getTopic()));
  }
}
