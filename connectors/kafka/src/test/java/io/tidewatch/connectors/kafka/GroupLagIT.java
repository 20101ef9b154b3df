package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupLagIT {
  @RegisterExtension static final LocalKafka KAFKA = new LocalKafka();

  @Test
  void countsWhatTheGroupHasNotCommitted() throws Exception {
    TopicAdmin.create(KAFKA.config(), 1);
    byte[] key = "c1".getBytes(StandardCharsets.UTF_8);
    try (GroupLag lag = new GroupLag(KAFKA.config());
        RecordProducer producer = new RecordProducer(KAFKA.config());
        Admin admin =
            Admin.create(
                Map.of("bootstrap.servers", KAFKA.config().get(KafkaOptions.BOOTSTRAP_SERVERS)))) {
      for (int i = 0; i < 3; i++) {
        producer.sendBytes(Topic.TICKETS, key, new byte[] {1});
      }
      producer.flush();
      assertThat(lag.byTopic()).isEmpty();

      String group = KAFKA.config().get(KafkaOptions.GROUP_ID);
      int partition = partitionOf(key);
      commit(admin, group, partition, 1);
      assertThat(lag.byTopic()).containsExactly(Map.entry("tickets", 2L));
      commit(admin, group, partition, 3);
      assertThat(lag.byTopic()).containsExactly(Map.entry("tickets", 0L));
    }
  }

  private static int partitionOf(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % Topic.TICKETS.partitions();
  }

  private static void commit(Admin admin, String group, int partition, long offset)
      throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group,
            Map.of(
                new TopicPartition(Topic.TICKETS.topicName(), partition),
                new OffsetAndMetadata(offset)))
        .all()
        .get();
  }
}
