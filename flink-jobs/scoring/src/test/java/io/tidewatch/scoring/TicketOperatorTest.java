package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.BusinessHours;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.ServiceLevel;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.TicketProgress;
import io.tidewatch.schemas.TicketRules;
import io.tidewatch.schemas.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Monday the second of March 2026, nine to five in UTC: 2 hours to answer, 8 to resolve. */
class TicketOperatorTest {
  private static final Duration TTL = Duration.ofDays(30);

  @Test
  void warnsBeforeABreachAndSaysABreachWhenTheWatermarkPassesIt() throws Exception {
    try (Tickets tickets = new Tickets(Ordering.ARRIVAL).start(Optional.empty())) {
      tickets.promise(policy("1", 120));
      tickets.send(opened("t", "2T09:00"));
      assertThat(tickets.said()).containsExactly("t OPENED 2T09:00");
      tickets.watermark("2T10:29");
      assertThat(tickets.said()).hasSize(1);
      tickets.watermark("2T10:30");
      assertThat(tickets.said()).last().isEqualTo("t BREACH_NEAR 2T10:30");
      TicketProgress near = tickets.records().get(1);
      assertThat(near.getBreachAt()).isEqualTo(at("2T11:00"));
      assertThat(near.getFirstResponseSeconds()).isEqualTo(90 * 60);
      assertThat(near.getPolicyVersion()).isEqualTo("1");
      assertThat(near.getTriggerEventId()).isNull();
      tickets.watermark("2T12:00");
      assertThat(tickets.said()).last().isEqualTo("t BREACHED 2T11:00");
    }
  }

  @Test
  void anAnswerInTimeLeavesNothingToSayButItself() throws Exception {
    try (Tickets tickets = new Tickets(Ordering.ARRIVAL).start(Optional.empty())) {
      tickets.promise(policy("1", 120));
      tickets.send(opened("t", "2T09:00"));
      tickets.send(message("t", "2T09:30", TicketAuthor.AGENT));
      tickets.watermark("9T09:00");
      assertThat(tickets.said()).containsExactly("t OPENED 2T09:00", "t WAITING 2T09:30");
      TicketProgress answered = tickets.records().get(1);
      assertThat(answered.getStatus()).isEqualTo(TicketStatus.WAITING);
      assertThat(answered.getFirstResponseAt()).isEqualTo(at("2T09:30"));
      assertThat(answered.getTriggerEventId()).isEqualTo("t-2T09:30");
    }
  }

  @Test
  void aNewPolicyHoldsForOpenTicketsAtOnceAndNotForClosedOnes() throws Exception {
    try (Tickets tickets = new Tickets(Ordering.ARRIVAL).start(Optional.empty())) {
      tickets.send(opened("open", "2T09:00"));
      tickets.send(opened("closed", "2T09:00"));
      tickets.send(closed("closed", "2T12:00"));
      tickets.send(opened("young", "2T13:00"));
      tickets.watermark("2T13:30");
      assertThat(tickets.said()).noneMatch(said -> said.contains("BREACH"));

      tickets.promise(policy("2", 120));
      assertThat(tickets.said())
          .filteredOn(said -> said.contains("BREACH"))
          .containsExactly("open BREACH_NEAR 2T10:30", "open BREACHED 2T11:00");
      tickets.watermark("2T15:30");
      assertThat(tickets.said()).contains("young BREACHED 2T15:00");

      tickets.promise(policy("3", 60));
      assertThat(tickets.said()).contains("young BREACHED 2T14:00");
      assertThat(tickets.said()).noneMatch(said -> said.startsWith("closed BREACH"));
    }
  }

  @Test
  void aRestartKeepsTicketsTimersPoliciesAndWhatWasSaid() throws Exception {
    for (boolean rocksDb : new boolean[] {false, true}) {
      OperatorSubtaskState snapshot;
      try (Tickets before = new Tickets(Ordering.ARRIVAL, rocksDb).start(Optional.empty())) {
        before.promise(policy("1", 120));
        before.send(opened("t", "2T09:00"));
        before.watermark("2T10:45");
        snapshot = before.harness.snapshot(1, 1);
      }
      try (Tickets after = new Tickets(Ordering.ARRIVAL, rocksDb).start(Optional.of(snapshot))) {
        after.send(opened("t", "2T09:00"));
        after.watermark("2T11:00");
        assertThat(after.said()).containsExactly("t BREACHED 2T11:00");
      }
    }
  }

  @Test
  void saysTheSameWhateverTheOrderOfArrivalAndTheRestartInEventTimeOrder() throws Exception {
    Random random = new Random(11);
    List<Event> events = new ArrayList<>();
    for (int ticket = 0; ticket < 30; ticket++) {
      int day = 2 + random.nextInt(4);
      events.add(opened("t" + ticket, "%dT%02d:00".formatted(day, 8 + random.nextInt(3))));
      for (int i = random.nextInt(4); i > 0; i--) {
        String at = "%dT%02d:%02d".formatted(day, 11 + random.nextInt(6), random.nextInt(60));
        TicketAuthor author = random.nextBoolean() ? TicketAuthor.AGENT : TicketAuthor.CUSTOMER;
        events.add(message("t" + ticket, at, author));
      }
      if (random.nextBoolean()) {
        events.add(closed("t" + ticket, (day + 1) + "T09:30"));
      }
    }
    events.sort(Comparator.comparing(event -> event.availableAtMicros()));
    List<TicketProgress> expected;
    try (Tickets tickets = new Tickets(Ordering.EVENT_TIME).start(Optional.empty())) {
      tickets.promise(policy("1", 120));
      for (Event event : events) {
        tickets.send(event);
        tickets.watermark(Instant.ofEpochMilli(event.availableAtMicros() / 1_000 - 1));
      }
      tickets.watermark("9T09:00");
      expected = tickets.records();
    }
    Collections.shuffle(events, random);
    List<TicketProgress> found;
    OperatorSubtaskState snapshot;
    try (Tickets tickets = new Tickets(Ordering.EVENT_TIME).start(Optional.empty())) {
      tickets.promise(policy("1", 120));
      for (Event event : events) {
        tickets.send(event);
      }
      tickets.watermark("3T12:00");
      found = tickets.records();
      snapshot = tickets.harness.snapshot(1, 1);
    }
    try (Tickets tickets = new Tickets(Ordering.EVENT_TIME).start(Optional.of(snapshot))) {
      tickets.watermark("9T09:00");
      found.addAll(tickets.records());
    }
    assertThat(found).isEqualTo(expected).hasSizeGreaterThan(100);
    assertThat(found).extracting(TicketProgress::getProgressId).doesNotHaveDuplicates();
  }

  @Test
  void aLateAnswerIsSaidAndCountedButTakesNoBreachBack() throws Exception {
    try (Tickets tickets = new Tickets(Ordering.ARRIVAL).start(Optional.empty())) {
      tickets.promise(policy("1", 120));
      tickets.send(opened("t", "2T09:00"));
      tickets.watermark("2T11:30");
      tickets.send(message("t", "2T10:00", TicketAuthor.AGENT));
      assertThat(tickets.said())
          .containsExactly(
              "t OPENED 2T09:00",
              "t BREACH_NEAR 2T10:30",
              "t BREACHED 2T11:00",
              "t WAITING 2T10:00");
      assertThat(tickets.records().get(3).getFirstResponseSeconds()).isEqualTo(3_600);
    }
  }

  @Test
  void anErasureLeavesNothingOfTheCustomersTickets() throws Exception {
    for (Ordering ordering : Ordering.values()) {
      try (Tickets tickets = new Tickets(ordering).start(Optional.empty())) {
        tickets.promise(policy("1", 120));
        tickets.send(opened("t", "2T09:00"));
        tickets.send(TestEvents.erasure("erase", "c", at("2T09:30")));
        tickets.watermark("2T09:40");
        assertThat(tickets.harness.numEventTimeTimers()).isZero();
        tickets.send(opened("later", "2T10:00"));
        tickets.watermark("9T09:00");
        assertThat(tickets.said()).containsExactly("t OPENED 2T09:00");
        assertThat(tickets.harness.numKeyedStateEntries()).isZero();
      }
    }
  }

  @Test
  void forgetsATicketSomeTimeAfterItsLastStep() throws Exception {
    try (Tickets tickets = new Tickets(Ordering.ARRIVAL).start(Optional.empty())) {
      tickets.send(opened("t", "2T09:00"));
      tickets.watermark("9T09:00");
      tickets.send(closed("t", "9T09:00"));
      tickets.watermark(at("2T09:00").plus(TTL));
      assertThat(tickets.harness.numKeyedStateEntries()).isEqualTo(1);
      tickets.watermark(at("9T09:00").plus(TTL));
      assertThat(tickets.harness.numKeyedStateEntries()).isZero();
      assertThat(tickets.harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void theEndOfTheInputIsNoBreach() throws Exception {
    for (Ordering ordering : Ordering.values()) {
      try (Tickets tickets = new Tickets(ordering).start(Optional.empty())) {
        tickets.promise(policy("1", 120));
        tickets.send(opened("t", "2T09:00"));
        tickets.watermark(Instant.ofEpochMilli(Long.MAX_VALUE));
        assertThat(tickets.said()).containsExactly("t OPENED 2T09:00");
      }
    }
  }

  @Test
  void noTextOfATicketComesToTheTicketProcess() throws Exception {
    TicketEvent event =
        TicketEvent.newBuilder((TicketEvent) opened("t", "2T09:00").record())
            .setText("my card is 4111 1111 1111 1111")
            .build();
    TicketSignal signal = TicketSignal.of(Event.of(event)).orElseThrow();
    assertThat(signal.toString()).doesNotContain("4111");
    assertThat(new TicketSignal.Serializer().copy(signal)).isEqualTo(signal);
  }

  private static Event opened(String ticket, String at) {
    return event(ticket, at, TicketKind.OPENED, TicketAuthor.CUSTOMER);
  }

  private static Event message(String ticket, String at, TicketAuthor author) {
    return event(ticket, at, TicketKind.MESSAGE, author);
  }

  private static Event closed(String ticket, String at) {
    return event(ticket, at, TicketKind.CLOSED, TicketAuthor.AGENT);
  }

  private static Event event(String ticket, String at, TicketKind kind, TicketAuthor author) {
    return Event.of(
        TicketEvent.newBuilder()
            .setEventId(ticket + "-" + at)
            .setCustomerId("c")
            .setOccurredAt(at(at))
            .setKind(kind)
            .setAuthor(author)
            .setTicketId(ticket)
            .build());
  }

  private static Instant at(String day) {
    return Instant.parse("2026-03-0" + day + ":00Z");
  }

  static Policy policy(String version, int firstResponseMinutes) {
    TicketRules rules =
        TicketRules.newBuilder()
            .setServiceLevels(List.of(new ServiceLevel("", firstResponseMinutes, 480, 30)))
            .setBusinessHours(
                IntStream.rangeClosed(1, 5)
                    .mapToObj(day -> new BusinessHours(day, 9 * 60, 17 * 60))
                    .toList())
            .build();
    return Policy.newBuilder(TestEvents.policy()).setVersion(version).setTickets(rules).build();
  }

  /** The operator in a harness. */
  private static final class Tickets implements AutoCloseable {
    private final KeyedTwoInputStreamOperatorTestHarness<
            String, TicketSignal, ControlMessage, SpecificRecord>
        harness;

    Tickets(Ordering ordering) throws Exception {
      this(ordering, false);
    }

    Tickets(Ordering ordering, boolean rocksDb) throws Exception {
      harness =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new TicketOperator(TTL, ordering, new Configuration()),
              TicketSignal::customerId,
              null,
              Types.STRING);
      if (rocksDb) {
        harness.setStateBackend(new EmbeddedRocksDBStateBackend(true));
      }
    }

    Tickets start(Optional<OperatorSubtaskState> snapshot) throws Exception {
      harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
      if (snapshot.isPresent()) {
        harness.initializeState(snapshot.get());
      }
      harness.open();
      return this;
    }

    void promise(Policy policy) throws Exception {
      harness.processElement2(new StreamRecord<>(CustomerHarness.message(policy)));
    }

    void send(Event event) throws Exception {
      harness.processElement1(new StreamRecord<>(TicketSignal.of(event).orElseThrow()));
    }

    void watermark(String day) throws Exception {
      watermark(at(day));
    }

    void watermark(Instant at) throws Exception {
      harness.processWatermark2(new Watermark(at.toEpochMilli()));
      harness.processWatermark1(new Watermark(at.toEpochMilli()));
    }

    List<TicketProgress> records() {
      List<TicketProgress> records = new ArrayList<>();
      harness.extractOutputValues().forEach(record -> records.add((TicketProgress) record));
      return records;
    }

    List<String> said() {
      return records().stream()
          .map(
              record ->
                  record.getTicketId()
                      + " "
                      + record.getChange()
                      + " "
                      + record.getChangedAt().toString().substring(9, 16))
          .toList();
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }
}
