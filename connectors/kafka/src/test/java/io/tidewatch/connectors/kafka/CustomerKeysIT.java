package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.connectors.kafka.personal.UnusableKeyException;
import io.tidewatch.schemas.CustomerKey;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keys of customers and what they encrypt, on a real broker. */
class CustomerKeysIT {
  @RegisterExtension static final LocalKafka KAFKA = new LocalKafka();

  @TempDir private static Path directory;

  private Configuration config;

  @BeforeEach
  void masterKey() throws IOException {
    config = KAFKA.config();
    TopicAdmin.create(config, 1);
    Path file = directory.resolve("master-key");
    if (!Files.exists(file)) {
      MasterKeys.make(file);
    }
    config.set(MasterKeyOptions.MASTER_KEY_FILE, file.toString());
  }

  @Test
  void whatIsWrittenIsReadWithTheKeyAndNowhereElse() {
    try (RecordProducer producer = new RecordProducer(config);
        CustomerKeys keys = CustomerKeys.open(config)) {
      producer.send(ticket("w", "t-1", "where is my parcel? 包裹在哪里"));
      producer.send(profile("w", "Ada Lovelace"));
      producer.flush();

      List<ConsumedRecord> written = of("w", Topic.TICKETS, Topic.CUSTOMERS);
      assertThat(written).hasSize(2);
      written.forEach(
          record ->
              assertThat(new String(record.value().orElseThrow(), StandardCharsets.UTF_8))
                  .doesNotContain("parcel", "包裹", "Ada")
                  .contains(DataKey.PREFIX));
      TicketEvent ticket = record(written, TicketEvent.class);
      CustomerProfile profile = record(written, CustomerProfile.class);
      assertThat(keys.decrypt(ticket)).isEqualTo(ticket("w", "t-1", "where is my parcel? 包裹在哪里"));
      assertThat(keys.decrypt(profile)).isEqualTo(profile("w", "Ada Lovelace"));

      // Read and written again, as dead letters are, it is encrypted once.
      producer.send(ticket);
      producer.flush();
      assertThat(of("w", Topic.TICKETS))
          .extracting(again -> keys.decrypt(again.record().orElseThrow()).get(7))
          .containsOnly("where is my parcel? 包裹在哪里");
    }
  }

  @Test
  void aDestroyedKeyMakesAllCopiesUnreadableAndTheNextEventGetsAnother() {
    try (RecordProducer producer = new RecordProducer(config);
        CustomerKeys keys = CustomerKeys.open(config)) {
      producer.send(ticket("d", "t-1", "before"));
      producer.flush();
      TicketEvent before = record(of("d", Topic.TICKETS), TicketEvent.class);

      keys.destroy("d");
      assertThat(keys.has("d")).isFalse();
      assertThat(((TicketEvent) keys.decrypt(before)).getText()).isEqualTo(before.getText());
      try (CustomerKeys others = CustomerKeys.open(config)) {
        assertThat(others.has("d")).isFalse();
      }
    }
    try (RecordProducer producer = new RecordProducer(config);
        CustomerKeys keys = CustomerKeys.open(config)) {
      producer.send(ticket("d", "t-2", "after"));
      producer.flush();
      assertThat(of("d", Topic.TICKETS))
          .extracting(ticket -> ((TicketEvent) keys.decrypt(ticket.record().orElseThrow())))
          .extracting(ticket -> CustomerKeys.isEncrypted(ticket.getText()) ? "?" : ticket.getText())
          .containsExactly("?", "after");
    }
  }

  @Test
  void doorsThatRaceForTheSameCustomersEndWithOneKeyOfEach() throws Exception {
    int doors = 4;
    int customers = 200;
    ExecutorService threads = Executors.newFixedThreadPool(doors);
    try {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int door = 0; door < doors; door++) {
        int number = door;
        running.add(CompletableFuture.runAsync(() -> writeFrom(number, customers), threads));
      }
      running.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
    Map<String, Integer> keysOf = new HashMap<>();
    read(Topic.CUSTOMER_KEYS).stream()
        .filter(record -> record.key().startsWith("race-"))
        .forEach(record -> keysOf.merge(record.key(), 1, Integer::sum));
    assertThat(keysOf).hasSize(customers);
    assertThat(keysOf.values()).containsOnly(1);
    try (CustomerKeys keys = CustomerKeys.open(config)) {
      List<ConsumedRecord> tickets =
          read(Topic.TICKETS).stream().filter(record -> record.key().startsWith("race-")).toList();
      assertThat(tickets).hasSize(doors * customers);
      assertThat(tickets)
          .extracting(
              ticket -> ((TicketEvent) keys.decrypt(ticket.record().orElseThrow())).getText())
          .allMatch(text -> text.startsWith("text of door"));
    }
  }

  private void writeFrom(int door, int customers) {
    try (RecordProducer producer = new RecordProducer(config)) {
      for (int i = 0; i < customers; i++) {
        String customer = "race-" + (i + door * 50) % customers;
        producer.send(ticket(customer, "t-" + door, "text of door " + door));
        if (i % 10 == 0) {
          producer.flush();
        }
      }
    }
  }

  @Test
  void theRecordsOfACustomerStayInOrderWhileTheKeyIsMade() {
    try (RecordProducer producer = new RecordProducer(config)) {
      for (int i = 0; i < 50; i++) {
        producer.send(ticket("o", "t-" + i, i % 2 == 0 ? "text" : null));
      }
    }
    assertThat(of("o", Topic.TICKETS))
        .extracting(ticket -> ticket.record().orElseThrow().get(0))
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "t-" + i).toList());
  }

  @Test
  void keysAreWrappedAgainByANewMasterKeyAndTheOldOneIsNotNeededAnyMore() throws IOException {
    Path file = directory.resolve("rotated");
    String old = Files.readString(directory.resolve("master-key"));
    try (RecordProducer producer = new RecordProducer(config)) {
      producer.send(ticket("r", "t-1", "kept"));
    }
    MasterKeys.make(file);
    String fresh = Files.readString(file);
    Files.writeString(file, fresh + old);
    config.set(MasterKeyOptions.MASTER_KEY_FILE, file.toString());
    KeyRotation.Report report = KeyRotation.run(config);
    assertThat(report.rewrapped()).isPositive().isEqualTo(report.keys());
    assertThat(KeyRotation.run(config).rewrapped()).isZero();

    Files.writeString(file, fresh);
    try (CustomerKeys keys = CustomerKeys.open(config)) {
      TicketEvent ticket = record(of("r", Topic.TICKETS), TicketEvent.class);
      assertThat(((TicketEvent) keys.decrypt(ticket)).getText()).isEqualTo("kept");
    }
    // Who has the old one only is told so, and makes no second key.
    config.set(MasterKeyOptions.MASTER_KEY_FILE, directory.resolve("master-key").toString());
    try (CustomerKeys keys = CustomerKeys.open(config)) {
      assertThatThrownBy(() -> keys.key("r"))
          .isInstanceOf(UnusableKeyException.class)
          .hasMessageContaining(report.masterKeyId());
    }
    assertThatThrownBy(
            () -> {
              try (RecordProducer producer = new RecordProducer(config)) {
                producer.send(ticket("r", "t-2", "not sent"));
              }
            })
        .isInstanceOf(UnusableKeyException.class);
    Files.writeString(file, old + fresh);
    config.set(MasterKeyOptions.MASTER_KEY_FILE, file.toString());
    assertThat(KeyRotation.run(config).rewrapped()).isPositive(); // back, for the other tests
  }

  @Test
  void withoutAMasterKeyNothingIsEncryptedAndKeysCanBeDestroyed() {
    try (RecordProducer producer = new RecordProducer(config)) {
      producer.send(ticket("n", "t-1", "encrypted"));
    }
    Configuration without = KAFKA.config();
    try (RecordProducer producer = new RecordProducer(without);
        CustomerKeys keys = CustomerKeys.open(without)) {
      producer.send(ticket("plain", "t-1", "as it is"));
      producer.flush();
      TicketEvent plain = record(of("plain", Topic.TICKETS), TicketEvent.class);
      assertThat(plain.getText()).isEqualTo("as it is");
      assertThat(keys.decrypt(plain)).isSameAs(plain);
      assertThat(keys.has("plain")).isFalse();
      assertThatThrownBy(() -> keys.decrypt(record(of("n", Topic.TICKETS), TicketEvent.class)))
          .isInstanceOf(UnusableKeyException.class)
          .hasMessageContaining("privacy.master-key-file");
      keys.destroy("n");
      assertThat(keys.has("n")).isFalse();
    }
  }

  @Test
  void whatATransactionDidNotCommitIsNotInTheNext() {
    try (RecordProducer producer = RecordProducer.transactional(config, "test-abort")) {
      assertThatThrownBy(
              () ->
                  producer.atomically(
                      () -> {
                        producer.send(ticket("aborted", "t-1", "never"));
                        throw new IllegalArgumentException("no");
                      }))
          .isInstanceOf(IllegalArgumentException.class);
      producer.atomically(() -> producer.send(ticket("aborted", "t-2", "text")));
    }
    assertThat(of("aborted", Topic.TICKETS))
        .extracting(ticket -> ticket.record().orElseThrow().get(0))
        .containsExactly("t-2");
  }

  @Test
  void theJobReadsATextOfItsCustomerAndRefusesAnyOther() {
    try (RecordProducer producer = new RecordProducer(config);
        CustomerKeys keys = CustomerKeys.open(config)) {
      producer.send(ticket("j", "t-1", "where is it"));
      producer.send(ticket("other", "t-1", "text of somebody else"));
      producer.flush();
      TicketEvent ticket = record(of("j", Topic.TICKETS), TicketEvent.class);
      TicketEvent other = record(of("other", Topic.TICKETS), TicketEvent.class);
      SealedTickets sealed = new SealedTickets(Optional.of(() -> keys));
      assertThat(sealed.open(ticket).ticket()).isEqualTo(ticket("j", "t-1", "where is it"));

      ticket.setText(other.getText());
      assertUnreadable(sealed.open(ticket), "was not encrypted with the customer's key");
      ticket.setCustomerId("nobody");
      assertUnreadable(sealed.open(ticket), "a key that is destroyed");
      try (CustomerKeys without = CustomerKeys.open(KAFKA.config())) {
        assertUnreadable(
            new SealedTickets(Optional.of(() -> without)).open(other), "master-key-file");
      }
    }
  }

  private static void assertUnreadable(SealedTickets.Result result, String why) {
    assertThat(result.ticket()).isNull();
    assertThat(result.violation().reason()).isEqualTo(DeadLetterReason.UNREADABLE);
    assertThat(result.violation().detail()).contains(why);
  }

  @Test
  void theTopicHoldsNoKeyThatIsNotWrapped() {
    try (RecordProducer producer = new RecordProducer(config);
        CustomerKeys keys = CustomerKeys.open(config)) {
      producer.send(ticket("k", "t-1", "text"));
      producer.flush();
      CustomerKey key = record(of("k", Topic.CUSTOMER_KEYS), CustomerKey.class);
      assertThat(key.getWrappedKey().remaining()).isEqualTo(DataKey.WRAPPED_BYTES);
      assertThat(keys.key("k").orElseThrow()).hasToString("DataKey");
    }
  }

  private static TicketEvent ticket(String customerId, String eventId, String text) {
    TicketEvent ticket = Samples.ticket(text);
    ticket.setCustomerId(customerId);
    ticket.setEventId(eventId);
    return ticket;
  }

  private static CustomerProfile profile(String customerId, String name) {
    CustomerProfile profile = Samples.profile();
    profile.setCustomerId(customerId);
    profile.setName(name);
    return profile;
  }

  private static <T> T record(List<ConsumedRecord> records, Class<T> type) {
    return records.stream()
        .flatMap(record -> record.record().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private List<ConsumedRecord> of(String customerId, Topic... topics) {
    return read(topics).stream().filter(record -> record.key().equals(customerId)).toList();
  }

  private List<ConsumedRecord> read(Topic... topics) {
    List<ConsumedRecord> records = new ArrayList<>();
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(topics))) {
      var ends = consumer.ends();
      while (consumer.left(ends) > 0) {
        records.addAll(consumer.poll(Duration.ofMillis(100)));
      }
    }
    return records;
  }
}
