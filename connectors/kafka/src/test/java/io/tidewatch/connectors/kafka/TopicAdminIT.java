package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicAdminIT {
  @RegisterExtension static final LocalKafka KAFKA = new LocalKafka();

  @Test
  void createsWhatIsMissingAndNamesWhatDiffersOrFails() throws Exception {
    assertThatThrownBy(() -> TopicAdmin.create(KAFKA.config(), 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("replication factor of 3");

    TopicAdmin.Report first = TopicAdmin.create(KAFKA.config(), 1);
    assertThat(first.created()).containsExactly(Topic.values());
    assertThat(first.mismatches()).isEmpty();

    TopicAdmin.Report second = TopicAdmin.create(KAFKA.config(), 1);
    assertThat(second.created()).isEmpty();
    assertThat(second.mismatches()).isEmpty();

    change(Topic.CUSTOMERS, "cleanup.policy", "delete");
    assertThat(TopicAdmin.create(KAFKA.config(), 1).mismatches())
        .containsExactly("topic customers has cleanup.policy=delete; the catalogue says compact");
  }

  private static void change(Topic topic, String setting, String value) throws Exception {
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private static Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", KAFKA.config().get(KafkaOptions.BOOTSTRAP_SERVERS)));
  }
}
