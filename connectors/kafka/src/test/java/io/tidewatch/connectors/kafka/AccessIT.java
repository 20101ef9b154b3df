package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each part of the platform does its work with its own login, and is refused everything else. */
class AccessIT {
  @RegisterExtension static final SecuredKafka KAFKA = new SecuredKafka();

  @TempDir Path checkpoints;

  @Test
  void eventsGoInAndDecisionsComeOutInTransactions() throws Exception {
    Configuration job = KAFKA.config(Role.SCORING);
    job.set(KafkaOptions.DELIVERY, DeliveryGuarantee.EXACTLY_ONCE);
    JobClient running = start(job);
    try (RecordProducer events = new RecordProducer(KAFKA.config(Role.IMPORT));
        GroupConsumer marketing =
            new GroupConsumer(
                KAFKA.config(Role.MARKETING), List.of(Topic.SUPPRESSIONS), "marketing-mail")) {
      marketing.subscribe(new Unconcerned());
      for (int i = 0; i < 20; i++) {
        events.send(Samples.purchase("c" + i));
      }
      events.flush();
      List<String> seen = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> {
                marketing
                    .poll(Duration.ofMillis(200))
                    .forEach(record -> record.record().ifPresent(r -> seen.add(customer(r))));
                assertThat(new HashSet<>(seen)).hasSize(20);
              });
      assertThat(seen).doesNotHaveDuplicates();
    } finally {
      running.cancel().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void otherRecordsAreNotTaken() {
    try (RecordProducer events = new RecordProducer(KAFKA.config(Role.IMPORT))) {
      assertThatThrownBy(
              () ->
                  events
                      .sendBytes(Topic.CHURN_ALERTS, bytes("c1"), bytes("alert"))
                      .get(30, TimeUnit.SECONDS))
          .hasMessageContaining("Not authorized to access topics: [churn-alerts]");
      assertThatThrownBy(events::flush)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("churn-alerts");
    }
  }

  @Test
  void otherTopicsGroupsAndTransactionsAreNotOpen() {
    assertThatThrownBy(
            () ->
                RecordConsumer.fromBeginning(
                    KAFKA.config(Role.MARKETING), List.of(Topic.CUSTOMERS)))
        .hasMessageContaining("customers");
    try (GroupConsumer stranger =
        new GroupConsumer(
            KAFKA.config(Role.MARKETING), List.of(Topic.SUPPRESSIONS), "tidewatch-sink")) {
      stranger.subscribe(new Unconcerned());
      assertThatThrownBy(() -> stranger.poll(Duration.ofSeconds(20)))
          .hasMessageContaining("tidewatch-sink");
    }
    assertThatThrownBy(
            () -> RecordProducer.transactional(KAFKA.config(Role.IMPORT), "tidewatch-0-1"))
        .isInstanceOf(org.apache.kafka.common.KafkaException.class)
        .hasMessageContaining("authoriz");
    assertThatThrownBy(() -> TopicAdmin.create(KAFKA.config(Role.OPERATOR), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the role admin");
    assertThatThrownBy(
            () ->
                AccessAdmin.give(
                    KAFKA.config(Role.OPERATOR),
                    "User:operator",
                    AccessRules.of(Role.ADMIN, Set.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("User:operator");
  }

  @Test
  void rightsAreGivenOnceAndForeignOnesAreNamed() {
    Configuration admin = KAFKA.config(Role.ADMIN);
    AccessAdmin.Report again =
        AccessAdmin.give(admin, "User:sink", AccessRules.of(Role.SINK, Set.of()));
    assertThat(again.given()).isZero();
    assertThat(again.foreign()).isEmpty();
    AccessAdmin.give(admin, "User:stranger", AccessRules.of(Role.MARKETING, Set.of()));
    AccessAdmin.Report less =
        AccessAdmin.give(admin, "User:stranger", AccessRules.of(Role.CDC, Set.of("shop.people")));
    assertThat(less.given()).isPositive();
    assertThat(less.foreign()).contains("User:stranger ALLOW READ on TOPIC suppressions");
  }

  @Test
  void onlyPrivacyTakesRecordsAway() throws Exception {
    Map<TopicPartition, RecordsToDelete> records =
        Map.of(new TopicPartition(Topic.TICKETS.topicName(), 0), RecordsToDelete.beforeOffset(0));
    try (Admin privacy = Admin.create(ClientProperties.of(KAFKA.config(Role.PRIVACY)));
        Admin operator = Admin.create(ClientProperties.of(KAFKA.config(Role.OPERATOR)))) {
      privacy.deleteRecords(records).all().get(30, TimeUnit.SECONDS);
      privacy.listGroups().all().get(30, TimeUnit.SECONDS);
      assertThatThrownBy(() -> operator.deleteRecords(records).all().get(30, TimeUnit.SECONDS))
          .hasMessageContaining("uthoriz");
    }
  }

  @Test
  void newLoginsAreAdmittedAndOldOnesKeepTheirPasswords() {
    Configuration admin = KAFKA.config(Role.ADMIN);
    AccessAdmin.admit(admin, Map.of("newcomer", "their-password", "sink", "another-password"));
    AccessAdmin.give(admin, "User:newcomer", AccessRules.of(Role.SINK, Set.of()));
    Map<String, String> client = KAFKA.clientProperties(Role.SINK);
    client.computeIfPresent(
        "sasl.jaas.config",
        (key, jaas) ->
            jaas.replace("\"sink\"", "\"newcomer\"")
                .replaceAll("password=.*", "password=\"their-password\";"));
    Reachability.require(KAFKA.config(client), Role.SINK);
    Reachability.require(KAFKA.config(Role.SINK), Role.SINK);
  }

  private static String customer(SpecificRecord record) {
    return ((Suppression) record).getCustomerId();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private JobClient start(Configuration config) throws Exception {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    env.enableCheckpointing(500);
    env.fromSource(KafkaSources.events(config), KafkaSources.eventWatermarks(config), "events")
        .process(new Suppress(), RecordTypes.record())
        .sinkTo(KafkaSinks.records(config, ""));
    return env.executeAsync("secured");
  }

  /** Decides about each purchase that it is too early to decide. */
  private static final class Suppress extends ProcessFunction<Inbound, SpecificRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Inbound inbound, Context context, Collector<SpecificRecord> out) {
      if (inbound instanceof Inbound.Accepted accepted) {
        out.collect(
            Suppression.newBuilder()
                .setSuppressionId("s")
                .setCustomerId(accepted.event().customerId())
                .setDecidedAt(Samples.NOW)
                .setPolicyVersion("1")
                .build());
      }
    }
  }

  /** Reads whatever it is given, from the beginning. */
  private static final class Unconcerned implements GroupConsumer.Listener {
    @Override
    public void assigned(Collection<TopicPartition> partitions) {
      // the offsets of a new group are those of the first records
    }

    @Override
    public void revoked(boolean lost) {
      // nothing was begun
    }
  }
}
