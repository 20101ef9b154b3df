package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Searches for personal data in every place where the job leaves something. */
final class Traces implements AutoCloseable {
  private final List<String> secrets;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final OutputStreamAppender appender;
  private final LoggerContext logging = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = logging.getConfiguration().getRootLogger();
  private final Level level = root.getLevel();

  /** Begins to keep what is logged. */
  Traces(List<String> secrets) {
    this.secrets = secrets;
    appender =
        OutputStreamAppender.createAppender(
            PatternLayout.newBuilder().withPattern("%m%n%throwable").build(),
            null,
            log,
            "traces",
            true,
            true);
    appender.start();
    root.addAppender(appender, Level.INFO, null);
    root.setLevel(Level.INFO);
    logging.updateLoggers();
  }

  void assertNoneInTopicsBut(Topic source, String bootstrapServers) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(List::stream)
              .filter(partition -> !partition.topic().equals(source.topicName()))
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      int records = 0;
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          records++;
          assertNone(record.topic() + " key", record.key());
          assertNone(record.topic() + " value", record.value());
        }
      }
      assertThat(records).isPositive();
    }
  }

  void assertNoneInFiles(Path folder) throws IOException {
    int files = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        try {
          assertNone(file.toString(), Files.readAllBytes(file));
          files++;
        } catch (NoSuchFileException subsumed) {
          // A newer checkpoint took its place while this looked.
        }
      }
    }
    assertThat(files).isPositive();
  }

  void assertNoneInLog() {
    assertThat(log.size()).isPositive();
    assertNone("log", log.toByteArray());
  }

  private void assertNone(String where, byte[] bytes) {
    if (bytes == null) {
      return;
    }
    // One character a byte, so that any place in any format is found.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String secret : secrets) {
      assertThat(text.contains(secret)).as(secret + " in " + where).isFalse();
      byte[] wide = secret.getBytes(StandardCharsets.UTF_16BE);
      assertThat(contains(bytes, wide)).as(secret + " as UTF-16 in " + where).isFalse();
    }
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    root.removeAppender(appender.getName());
    root.setLevel(level);
    logging.updateLoggers();
    appender.stop();
  }
}
