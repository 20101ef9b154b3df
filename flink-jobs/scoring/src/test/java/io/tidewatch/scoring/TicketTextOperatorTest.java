package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketAnalysis;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.schemas.TicketKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketTextOperatorTest {
  private OneInputStreamOperatorTestHarness<Inbound, Inbound> tickets;

  @BeforeEach
  void open() throws Exception {
    tickets =
        new OneInputStreamOperatorTestHarness<>(
            new TicketTextOperator.Factory(),
            RecordTypes.inbound().createSerializer(new SerializerConfigImpl()));
    tickets.setup(RecordTypes.inbound().createSerializer(new SerializerConfigImpl()));
    tickets.open();
  }

  @AfterEach
  void close() throws Exception {
    tickets.close();
  }

  @Test
  void theAnalysisTravelsOnAndTheTextDoesNot() throws Exception {
    send(ticket("e1", "c", TicketAuthor.CUSTOMER, "Terrible service, refund me immediately!!"));
    tickets.endInput();

    TicketEvent event = (TicketEvent) events().get(0).record();
    assertThat(event.getText()).isNull();
    assertThat(event.getAnalysis().getLanguage()).isEqualTo("en");
    assertThat(event.getAnalysis().getSentiment()).isLessThan(-0.5f);
    assertThat(event.getAnalysis().getUrgency()).isGreaterThan(0.9f);
    assertThat(event.getAnalysis().getIntent()).isEqualTo("refund");
    TicketInsight insight = insights().get(0);
    assertThat(insight.getMaskedText()).isEqualTo("Terrible service, refund me immediately!!");
    assertThat(insight.getRoute()).isEqualTo("billing");
  }

  @Test
  void textsOfAgentsAndAnalysesFromOutsideAreDropped() throws Exception {
    send(ticket("e1", "c", TicketAuthor.AGENT, "Call me on 13812345678"));
    TicketEvent claimed =
        TicketEvent.newBuilder((TicketEvent) ticket("e2", "c", TicketAuthor.CUSTOMER, "x").record())
            .setText(null)
            .setAnalysis(TicketAnalysis.newBuilder().setSentiment(-1).build())
            .build();
    send(Event.of(claimed));

    assertThat(events())
        .extracting(event -> (TicketEvent) event.record())
        .allMatch(event -> event.getText() == null && event.getAnalysis() == null);
    assertThat(insights()).isEmpty();
  }

  @Test
  void onlyTheSameCustomerWaitsForAText() throws Exception {
    send(ticket("long", "slow", TicketAuthor.CUSTOMER, "It broke again. ".repeat(250)));
    send(TestEvents.click("after", "slow", TestEvents.day(1)));
    send(TestEvents.click("other", "quick", TestEvents.day(1)));

    assertThat(ids()).containsExactly("other");
    tickets.endInput();
    assertThat(ids()).containsExactly("other", "long", "after");
  }

  @Test
  void aWatermarkWaitsForTheTextsBeforeIt() throws Exception {
    tickets.processWatermark(new Watermark(1));
    send(ticket("e1", "c", TicketAuthor.CUSTOMER, "Where is my order?"));
    tickets.processWatermark(new Watermark(2));
    assertThat(tickets.getOutput()).containsExactly(new Watermark(1));

    tickets.endInput();
    assertThat(tickets.getOutput()).last().isEqualTo(new Watermark(2));
    assertThat(ids()).containsExactly("e1");
  }

  @Test
  void aCheckpointHasNoTexts() throws Exception {
    send(ticket("e1", "c", TicketAuthor.CUSTOMER, "Where is my order?"));
    tickets.prepareSnapshotPreBarrier(1);
    assertThat(ids()).containsExactly("e1");
    var snapshot = tickets.snapshot(1, 1);
    assertThat(snapshot.getManagedOperatorState()).isEmpty();
    assertThat(snapshot.getRawOperatorState()).isEmpty();
  }

  @Test
  void keepsTheOrderOfEachCustomerWhateverComes() throws Exception {
    Random random = new Random(7);
    List<Event> sent = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String customer = "c" + random.nextInt(5);
      sent.add(
          random.nextInt(3) == 0
              ? ticket("e" + i, customer, TicketAuthor.CUSTOMER, "still waiting ".repeat(i % 10))
              : TestEvents.click("e" + i, customer, TestEvents.day(i / 100.0)));
      send(sent.get(i));
    }
    tickets.endInput();
    assertThat(events()).hasSameSizeAs(sent);
    for (int c = 0; c < 5; c++) {
      String customer = "c" + c;
      assertThat(events().stream().filter(e -> e.customerId().equals(customer)).map(Event::eventId))
          .containsExactlyElementsOf(
              sent.stream()
                  .filter(e -> e.customerId().equals(customer))
                  .map(Event::eventId)
                  .toList());
    }
  }

  private void send(Event event) throws Exception {
    tickets.processElement(new StreamRecord<>(new Inbound.Accepted(event), 1));
  }

  private List<Event> events() {
    return tickets.extractOutputValues().stream()
        .map(inbound -> ((Inbound.Accepted) inbound).event())
        .toList();
  }

  private List<String> ids() {
    return events().stream().map(Event::eventId).toList();
  }

  private List<TicketInsight> insights() {
    var side = tickets.getSideOutput(TicketTextOperator.INSIGHTS);
    return side == null
        ? List.of()
        : side.stream().map(record -> (TicketInsight) record.getValue()).toList();
  }

  private static Event ticket(String id, String customer, TicketAuthor author, String text) {
    return Event.of(
        TicketEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(TestEvents.day(0))
            .setKind(TicketKind.MESSAGE)
            .setTicketId("T-1")
            .setAuthor(author)
            .setText(text)
            .build());
  }
}
