package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {

  @ParameterizedTest
  @EnumSource
  void theKeyIsATextFieldOfTheRecord(Topic topic) {
    topic
        .keyField()
        .ifPresentOrElse(
            field ->
                assertThat(topic.schema().getField(field).schema().getType())
                    .isEqualTo(Schema.Type.STRING),
            () -> assertThat(topic).isEqualTo(Topic.DEAD_LETTERS));
  }

  @ParameterizedTest
  @EnumSource
  void theSubjectIsTheTopicsValue(Topic topic) {
    assertThat(topic.subject()).isEqualTo(topic.topicName() + "-value");
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsNameAndByItsRecords(Topic topic) throws ReflectiveOperationException {
    assertThat(Topic.named(topic.topicName())).isEqualTo(topic);
    assertThat(Topic.of(topic.recordClass().getConstructor().newInstance())).isEqualTo(topic);
    assertThat(topic.recordClass().getName()).isEqualTo(topic.schema().getFullName());
  }

  @ParameterizedTest
  @EnumSource
  void keepsForEverWhatIsCompactedAndTheHistoryOfModels(Topic topic) {
    assertThat(topic.retention().isEmpty())
        .isEqualTo(topic.cleanup() == Topic.Cleanup.COMPACT || topic == Topic.MODEL_STATUS);
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldAndEveryEnumSymbolIsDocumented(Topic topic) {
    for (Schema schema : named(topic.schema(), new LinkedHashSet<>())) {
      assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
      if (schema.getType() == Schema.Type.RECORD) {
        assertThat(schema.getFields())
            .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
      } else {
        assertThat(schema.getEnumDefault()).isEqualTo("UNKNOWN");
        assertThat(schema.getEnumSymbols())
            .filteredOn(symbol -> !symbol.equals("UNKNOWN"))
            .allSatisfy(symbol -> assertThat(schema.getDoc()).contains(symbol));
      }
    }
  }

  @Test
  void namesTheKnownTopicsWhenAskedForAnother() {
    assertThatThrownBy(() -> Topic.named("clicks"))
        .hasMessageContaining("'clicks'")
        .hasMessageContaining("clickstream");
  }

  @Test
  void refusesRecordsThatNoTopicCarries() {
    assertThatThrownBy(() -> Topic.of(new PurchaseLine()))
        .hasMessageContaining("io.tidewatch.schemas.PurchaseLine");
  }

  @Test
  void takesTheLaterOfOccurredAndReceivedAsTheTimeOfAnEvent() {
    ClickEvent click = new ClickEvent();
    click.setOccurredAt(Instant.ofEpochSecond(10));
    assertThat(Topic.CLICKSTREAM.timeMicrosOf(click)).isEqualTo(10_000_000);
    click.setReceivedAt(Instant.ofEpochSecond(12));
    assertThat(Topic.CLICKSTREAM.timeMicrosOf(click)).isEqualTo(12_000_000);
    click.setReceivedAt(Instant.ofEpochSecond(9));
    assertThat(Topic.CLICKSTREAM.timeMicrosOf(click)).isEqualTo(10_000_000);
  }

  @Test
  void sevenTopicsCarryEventsAndSevenCarryControl() {
    assertThat(Arrays.stream(Topic.values()).filter(Topic::isEvent)).hasSize(7);
    assertThat(Arrays.stream(Topic.values()).filter(Topic::isControl))
        .hasSize(7)
        .allMatch(topic -> topic.partitions() == 1);
  }

  private static Set<Schema> named(Schema schema, Set<Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.add(schema)) {
          schema.getFields().forEach(field -> named(field.schema(), found));
        }
      }
      case ENUM -> found.add(schema);
      case ARRAY -> named(schema.getElementType(), found);
      case UNION -> schema.getTypes().forEach(type -> named(type, found));
      default -> List.of();
    }
    return found;
  }
}
