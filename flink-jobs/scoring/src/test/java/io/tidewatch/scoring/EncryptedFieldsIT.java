package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.kafka.CustomerKeys;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.TicketProgress;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted texts and names through the whole job, on a real broker. */
class EncryptedFieldsIT {
  private static final int CUSTOMERS = 5;
  private static final String PROBE = "probe-";
  private static final List<String> SECRETS =
      List.of("porcelain unicorn", "Ada Lovelace", "ada@example.org", "瓷独角兽");

  @TempDir private Path directory;

  /** What came out of a job, in an order of its own. */
  private record Said(List<TicketInsight> insights, List<TicketProgress> progress) {}

  @Test
  void theJobSaysTheSameAndKafkaHoldsNoText() throws Exception {
    Said plain = run("plain", Map.of(), false);
    Path masterKey = directory.resolve("master-key");
    MasterKeys.make(masterKey);
    Said encrypted =
        run("encrypted", Map.of("privacy.master-key-file", masterKey.toString()), true);

    assertThat(encrypted.insights()).isEqualTo(plain.insights());
    assertThat(encrypted.progress()).isEqualTo(plain.progress());
  }

  private Said run(String name, Map<String, String> more, boolean encrypts) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve(name));
        EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());
        Traces traces = new Traces(SECRETS)) {
      ScoringConfig config = config(name, kafka, registry, more);
      TopicAdmin.create(config.configuration(), 1);
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
      ScoringJob.build(env, config);
      JobClient job = env.executeAsync("scoring");
      try (RecordProducer producer = new RecordProducer(config.configuration());
          Outputs outputs = new Outputs(config.configuration())) {
        awaitReplies(producer, outputs);
        events().forEach(producer::send);
        producer.flush();
        producer.heartbeat(Micros.of(day(30)));
        producer.flush();
        outputs.awaitInsights(4 * CUSTOMERS);
        outputs.awaitProgress(CUSTOMERS);
        if (encrypts) {
          traces.assertNoneInTopicsBut(Topic.TICKET_INSIGHTS, kafka.bootstrapServers());
          traces.assertNoneInFiles(directory.resolve(name + "-checkpoints"));
          traces.assertNoneInLog();
          destroyedKeysLeadToDeadLetters(config.configuration(), producer, outputs);
        }
        return outputs.said();
      } finally {
        job.cancel().get();
        job.getJobExecutionResult().handle((result, cancelled) -> result).get();
      }
    }
  }

  private static void destroyedKeysLeadToDeadLetters(
      Configuration config, RecordProducer producer, Outputs outputs) {
    SpecificRecord sealed = outputs.first(Topic.TICKETS, "c0");
    try (CustomerKeys keys = CustomerKeys.open(config)) {
      keys.destroy("c0");
    }
    // A copy of an old record comes again, such as from a mirror that was late.
    try (RecordProducer copies = new RecordProducer(withoutMasterKey(config))) {
      copies.send(sealed);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(outputs.poll(DeadLetter.class))
                    .singleElement()
                    .satisfies(
                        letter -> {
                          assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNREADABLE);
                          assertThat(letter.getField()).isEqualTo("text");
                          assertThat(letter.getOffset()).isNotNegative();
                          assertThat(letter.getValue()).isNull();
                        }));
  }

  private static Configuration withoutMasterKey(Configuration config) {
    Configuration without = new Configuration(config);
    without.removeKey("privacy.master-key-file");
    return without;
  }

  /** Articles and names come by other partitions than tickets: asks until they have arrived. */
  private static void awaitReplies(RecordProducer producer, Outputs outputs) {
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      producer.send(profile("c" + customer));
    }
    producer.send(
        ApprovedArticle.newBuilder()
            .setArticleId("where")
            .setLanguage("en")
            .setTitle("Where is my order?")
            .setAnswer("On its way, {name}.")
            .setUpdatedAt(day(0))
            .build());
    int[] asked = new int[1];
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              for (int customer = 0; customer < CUSTOMERS; customer++) {
                producer.send(probe("c" + customer, asked[0]++));
              }
              return outputs.poll(TicketInsight.class).stream()
                      .filter(insight -> !insight.getSuggestedReplies().isEmpty())
                      .filter(
                          insight ->
                              insight.getSuggestedReplies().get(0).getMissingFields().isEmpty())
                      .map(TicketInsight::getCustomerId)
                      .distinct()
                      .count()
                  == CUSTOMERS;
            });
  }

  private static List<SpecificRecord> events() {
    List<SpecificRecord> events = new ArrayList<>();
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      String id = "c" + customer;
      events.add(purchase("p-" + id, id, day(0), "tea").record());
      events.add(ticket(id, 1, "Where is my order? It is the porcelain unicorn."));
      events.add(ticket(id, 2, null));
      events.add(ticket(id, 3, "我的瓷独角兽什么时候到？再不到我就要退款了！"));
      events.add(ticket(id, 4, ""));
      events.add(ticket(id, 5, "tw-sealed:1: is how some texts begin, I will leave you"));
    }
    return events;
  }

  private static SpecificRecord profile(String customerId) {
    return CustomerProfile.newBuilder()
        .setEventId("profile-" + customerId)
        .setCustomerId(customerId)
        .setOccurredAt(day(0))
        .setName("Ada Lovelace")
        .setEmail("ada@example.org")
        .build();
  }

  private static SpecificRecord probe(String customerId, int number) {
    TicketEvent ticket = (TicketEvent) ticket(customerId, number, "Where is my order?");
    ticket.setEventId(PROBE + number);
    ticket.setTicketId(PROBE + number);
    return ticket;
  }

  private static SpecificRecord ticket(String customerId, int number, String text) {
    return TicketEvent.newBuilder()
        .setEventId(customerId + "-" + number)
        .setCustomerId(customerId)
        .setOccurredAt(day(1).plusSeconds(number))
        .setKind(number == 1 ? TicketKind.OPENED : TicketKind.MESSAGE)
        .setTicketId("T-" + customerId)
        .setAuthor(TicketAuthor.CUSTOMER)
        .setText(text)
        .build();
  }

  /** Everything that the job wrote so far. */
  private static final class Outputs implements AutoCloseable {
    private final Configuration config;
    private final RecordConsumer consumer;
    private final List<SpecificRecord> found = new ArrayList<>();

    Outputs(Configuration config) {
      this.config = config;
      this.consumer =
          RecordConsumer.fromBeginning(
              config, List.of(Topic.TICKET_INSIGHTS, Topic.TICKET_PROGRESS, Topic.DEAD_LETTERS));
    }

    <T> List<T> poll(Class<T> type) {
      consumer.poll(Duration.ofMillis(200)).forEach(r -> r.record().ifPresent(found::add));
      return found.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void awaitInsights(int count) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(said(poll(TicketInsight.class))).hasSize(count));
    }

    void awaitProgress(int count) {
      await().atMost(Duration.ofSeconds(60)).until(() -> progress().size() >= count);
    }

    Said said() {
      return new Said(said(poll(TicketInsight.class)), progress());
    }

    private List<TicketProgress> progress() {
      return poll(TicketProgress.class).stream()
          .filter(progress -> !progress.getTicketId().startsWith(PROBE))
          .sorted(Comparator.comparing(TicketProgress::toString))
          .toList();
    }

    private static List<TicketInsight> said(List<TicketInsight> insights) {
      return insights.stream()
          .filter(insight -> !insight.getTicketId().startsWith(PROBE))
          .sorted(Comparator.comparing(TicketInsight::getEventId))
          .toList();
    }

    SpecificRecord first(Topic topic, String customerId) {
      try (RecordConsumer reader = RecordConsumer.fromBeginning(config, List.of(topic))) {
        var ends = reader.ends();
        while (reader.left(ends) > 0) {
          for (var record : reader.poll(Duration.ofMillis(100))) {
            if (record.key().equals(customerId) && record.record().isPresent()) {
              return record.record().get();
            }
          }
        }
      }
      throw new AssertionError("nothing of " + customerId);
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  private ScoringConfig config(
      String name, EmbeddedKafka kafka, EmbeddedRegistry registry, Map<String, String> more) {
    Map<String, String> entries = new HashMap<>(more);
    entries.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    entries.put("schema.registry.url", registry.url());
    entries.put("flink.parallelism.default", "2");
    entries.put("flink.execution.checkpointing.interval", "300 ms");
    entries.put(
        "flink.execution.checkpointing.dir",
        directory.resolve(name + "-checkpoints").toUri().toString());
    entries.put("flink.state.backend.rocksdb.compression.per.level", "NO_COMPRESSION");
    entries.put("flink.restart-strategy.type", "none");
    return ScoringConfig.of(entries);
  }
}
