package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.embedded.EmbeddedKafka;
import io.tidewatch.connectors.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a broker and a registry for the tests of a class: use it with RegisterExtension. */
final class LocalKafka implements BeforeAllCallback, AfterAllCallback {
  private Path directory;
  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("tidewatch-kafka");
    kafka = EmbeddedKafka.start(directory);
    registry = EmbeddedRegistry.start(kafka.bootstrapServers());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(LocalKafka::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the options that lead to both. */
  Configuration config() {
    Configuration config = new Configuration();
    config.set(KafkaOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, registry.url());
    return config;
  }
}
