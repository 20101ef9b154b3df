package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTest {
  private static final Instant OCCURRED = Instant.parse("2026-03-01T10:00:00.000001Z");

  @Test
  void takesOutWhatRoutingNeeds() {
    ClickEvent click = click();
    Event event = Event.of(click);
    assertThat(event.topic()).isEqualTo(Topic.CLICKSTREAM);
    assertThat(event.eventId()).isEqualTo("e1");
    assertThat(event.customerId()).isEqualTo("c1");
    assertThat(event.occurredAtMicros()).isEqualTo(Micros.of(OCCURRED));
    assertThat(event.availableAtMicros()).isEqualTo(Micros.of(OCCURRED));
    assertThat(event.record()).isSameAs(click);
  }

  @Test
  void isAvailableWhenTheBusinessKnewOfIt() {
    ClickEvent click = click();
    click.setReceivedAt(OCCURRED.plusSeconds(5));
    assertThat(Event.of(click).availableAtMicros())
        .isEqualTo(Event.of(click).occurredAtMicros() + 5_000_000);
  }

  @Test
  void isNeverAvailableBeforeItOccurred() {
    ClickEvent click = click();
    click.setReceivedAt(OCCURRED.minusSeconds(5));
    assertThat(Event.of(click).availableAtMicros()).isEqualTo(Event.of(click).occurredAtMicros());
  }

  @Test
  void refusesRecordsOfOtherTopics() {
    assertThatThrownBy(() -> Event.of(new Offer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("io.tidewatch.schemas.Offer");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CLICKSTREAM",
        "PURCHASES",
        "TICKETS",
        "CUSTOMERS",
        "OUTCOMES",
        "ERASURES",
        "IDENTITIES"
      })
  void allEventRecordsBeginAlike(Topic topic) {
    assertThat(topic.isEvent()).isTrue();
    assertThat(topic.schema().getFields().subList(0, 4))
        .extracting(Schema.Field::name)
        .containsExactly("eventId", "customerId", "occurredAt", "receivedAt");
  }

  private static ClickEvent click() {
    ClickEvent click = new ClickEvent();
    click.setEventId("e1");
    click.setCustomerId("c1");
    click.setOccurredAt(OCCURRED);
    return click;
  }
}
