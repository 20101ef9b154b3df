package io.tidewatch.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetFileTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");

  @TempDir private Path folder;

  private static ChurnAlert alert(String id, List<Reason> reasons) {
    return ChurnAlert.newBuilder()
        .setAlertId(id)
        .setCustomerId("c-1")
        .setDecidedAt(TIME)
        .setChurn(0.75f)
        .setPurchase7(0.25f)
        .setExpectedSpendMinor(100)
        .setValueAtRiskMinor(300)
        .setCurrency("EUR")
        .setReasons(reasons)
        .setDesk("retention")
        .setModel(new ModelRef("churn", "7", "ab"))
        .setPolicyVersion("1")
        .setFeatureDigest("cd")
        .build();
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void columnsOfEveryTopicAreItsFields(Topic topic) throws IOException {
    Path file = folder.resolve("empty.parquet");
    try (ParquetFile parquet = ParquetFile.begin(file, topic)) {
      parquet.complete();
    }
    ParquetRows read = ParquetRows.read(file);
    assertThat(read.rows()).isEmpty();
    assertThat(read.schema().getFields())
        .extracting(Type::getName)
        .containsExactlyElementsOf(
            topic.schema().getFields().stream().map(Schema.Field::name).toList());
  }

  @Test
  void nestedRecordsListsTimesAndNullsAreAsParquetHasThem() throws IOException {
    Path file = folder.resolve("alerts.parquet");
    List<Reason> reasons =
        List.of(new Reason("recency", 0.5f, "silent"), new Reason("t", 0.1f, "x"));
    try (ParquetFile parquet = ParquetFile.begin(file, Topic.CHURN_ALERTS)) {
      parquet.add(alert("a-1", reasons));
      parquet.add(alert("a-2", List.of()));
      parquet.complete();
    }
    ParquetRows read = ParquetRows.read(file);
    assertThat(read.texts("alertId")).containsExactly("a-1", "a-2");
    assertThat(read.schema().getType("decidedAt").getLogicalTypeAnnotation())
        .isEqualTo(
            LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS));
    assertThat(read.schema().getType("reasons").getLogicalTypeAnnotation())
        .isEqualTo(LogicalTypeAnnotation.listType());

    Group first = read.rows().get(0);
    assertThat(first.getLong("decidedAt", 0)).isEqualTo(1_769_860_800_123_456L);
    assertThat(first.getFloat("churn", 0)).isEqualTo(0.75f);
    assertThat(first.getGroup("model", 0).getString("version", 0)).isEqualTo("7");
    assertThat(first.getFieldRepetitionCount("triggerEventId")).isZero();
    assertThat(first.getFieldRepetitionCount("retention")).isZero();
    Group list = first.getGroup("reasons", 0);
    assertThat(list.getFieldRepetitionCount("list")).isEqualTo(2);
    Group reason = list.getGroup("list", 0).getGroup("element", 0);
    assertThat(reason.getString("text", 0)).isEqualTo("silent");
    assertThat(read.rows().get(1).getGroup("reasons", 0).getFieldRepetitionCount("list")).isZero();
  }

  @Test
  void hasItsNameOnlyWhenItIsComplete() throws IOException {
    Path file = Files.writeString(folder.resolve("alerts.parquet"), "the one before");
    try (ParquetFile parquet = ParquetFile.begin(file, Topic.CHURN_ALERTS)) {
      parquet.add(alert("a-1", List.of()));
    }
    assertThat(file).hasContent("the one before");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");

    try (ParquetFile parquet = ParquetFile.begin(file, Topic.CHURN_ALERTS)) {
      parquet.add(alert("a-1", List.of()));
      assertThat(file).hasContent("the one before");
      parquet.complete();
    }
    assertThat(ParquetRows.read(file).rows()).hasSize(1);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }
}
