package io.tidewatch.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesTest {
  private static final List<Event> EVENTS =
      new LoadGenerator(200, 60, Instant.parse("2024-01-01T00:00:00Z"), 3).events().toList();

  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void setUp() {
    dir = temp.resolve("history");
  }

  @Test
  void givesBackWhatWasWrittenInTheSameOrder() {
    Map<Topic, Long> counts = EventFiles.write(dir, EVENTS.stream());

    assertThat(counts)
        .isEqualTo(
            EVENTS.stream().collect(Collectors.groupingBy(Event::topic, Collectors.counting())));
    try (Stream<Event> read = EventFiles.read(dir)) {
      assertThat(read).containsExactlyElementsOf(EVENTS);
    }
  }

  @Test
  void readsOneFile() {
    EventFiles.write(dir, EVENTS.stream());

    try (Stream<Event> read = EventFiles.read(dir.resolve("purchases.avro"))) {
      assertThat(read)
          .containsExactlyElementsOf(
              EVENTS.stream().filter(event -> event.topic() == Topic.PURCHASES).toList());
    }
  }

  @Test
  void writesEqualHistoriesAsEqualFiles() throws IOException {
    EventFiles.write(dir, EVENTS.stream());
    EventFiles.write(temp.resolve("again"), EVENTS.stream());

    assertThat(temp.resolve("again/clickstream.avro"))
        .hasSameBinaryContentAs(dir.resolve("clickstream.avro"));
  }

  @Test
  void refusesEventsOutOfOrderAndLeavesNothingBehind() throws IOException {
    List<Event> shuffled = new ArrayList<>(EVENTS);
    Collections.swap(shuffled, 500, 4_000);

    assertThatThrownBy(() -> EventFiles.write(dir, shuffled.stream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out of order");
    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesToMixHistories() {
    EventFiles.write(dir, EVENTS.stream());

    assertThatThrownBy(() -> EventFiles.write(dir, Stream.empty()))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("clickstream.avro exists already");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Files.createDirectories(dir);

    assertThatThrownBy(() -> EventFiles.read(dir))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining(dir.toString())
        .hasMessageContaining("purchases.avro");
    assertThatThrownBy(() -> EventFiles.read(dir.resolve("no.avro")))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("no.avro does not exist");
  }

  @Test
  void namesAFileThatIsNotAvro() throws IOException {
    Files.createDirectories(dir);
    Path file = Files.writeString(dir.resolve("purchases.avro"), "customer,amount\n1,2\n");

    assertThatThrownBy(() -> EventFiles.read(dir))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining(file + " is not an Avro object container file");
  }

  @Test
  void namesATruncatedFileAndWhereItBroke() throws IOException {
    EventFiles.write(dir, EVENTS.stream());
    Path file = dir.resolve("clickstream.avro");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1_000));

    assertThatThrownBy(() -> consume(dir))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining(file + " is broken after record");
  }

  @Test
  void namesACorruptedFile() throws IOException {
    EventFiles.write(dir, EVENTS.stream());
    Path file = dir.resolve("purchases.avro");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 200; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);

    assertThatThrownBy(() -> consume(dir))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesAFileWhoseEventsAreOutOfOrder() throws IOException {
    Files.createDirectories(dir);
    Path file = dir.resolve("purchases.avro");
    List<Event> purchases =
        EVENTS.stream().filter(event -> event.topic() == Topic.PURCHASES).limit(2).toList();
    try (var writer = new RecordFileWriter(file, Topic.PURCHASES)) {
      writer.append(purchases.get(1).record());
      writer.append(purchases.get(0).record());
      writer.finish();
    }

    assertThatThrownBy(() -> consume(dir))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining(file + " record 2")
        .hasMessageContaining("sort the file");
  }

  @Test
  void refusesRecordsThatAreNotEvents() throws IOException {
    Files.createDirectories(dir);
    Path policies = dir.resolve("policies.avro");
    new RecordFileWriter(policies, Topic.POLICIES).finish();
    Path foreign = dir.resolve("foreign.avro");
    try (var writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
      writer.create(SchemaBuilder.record("Foreign").fields().endRecord(), foreign.toFile());
    }

    assertThatThrownBy(() -> EventFiles.read(policies))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("policies.avro holds policies, which are not events");
    assertThatThrownBy(() -> EventFiles.read(foreign))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("holds Foreign, which no topic has");
  }

  private static void consume(Path dir) {
    try (Stream<Event> read = EventFiles.read(dir)) {
      read.forEach(event -> {});
    }
  }
}
