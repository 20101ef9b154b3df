package io.tidewatch.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps trained models between demo runs: one folder per key, with the files of each model. */
final class ModelCache {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;

  /**
   * Creates a cache.
   *
   * @param root folder of all keys
   * @param key names data, code and options; a change of any gives another key
   */
  ModelCache(Path root, String key) {
    this.folder = root.resolve("models").resolve(key);
  }

  /** Returns a model that was kept. */
  Optional<TrainedModel> load(String name) {
    try {
      if (!Files.isRegularFile(file(name, "json"))) {
        return Optional.empty();
      }
      JsonNode facts = MAPPER.readTree(file(name, "json").toFile());
      Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
      facts
          .path("metrics")
          .properties()
          .forEach(
              row -> {
                Map<String, Double> values = new LinkedHashMap<>();
                row.getValue()
                    .properties()
                    .forEach(value -> values.put(value.getKey(), value.getValue().asDouble()));
                metrics.put(row.getKey(), values);
              });
      return Optional.of(
          new TrainedModel(
              name,
              Files.readAllBytes(file(name, "zip")),
              Files.readAllBytes(file(name, "baselines")),
              metrics,
              Files.readString(file(name, "md")),
              Duration.ofMillis(facts.path("trainedInMillis").asLong())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the cached model in " + folder, e);
    }
  }

  /** Keeps a model; the file that {@link #load} looks for is written last. */
  void store(TrainedModel model) {
    ObjectNode facts = MAPPER.createObjectNode();
    facts.put("trainedInMillis", model.duration().toMillis());
    ObjectNode metrics = facts.putObject("metrics");
    model
        .metrics()
        .forEach(
            (row, values) -> {
              ObjectNode node = metrics.putObject(row);
              values.forEach(node::put);
            });
    try {
      Files.createDirectories(folder);
      write(file(model.name(), "zip"), model.zip());
      write(file(model.name(), "baselines"), model.baselines());
      write(
          file(model.name(), "md"), model.card().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      write(file(model.name(), "json"), MAPPER.writeValueAsBytes(facts));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the model in " + folder, e);
    }
  }

  private void write(Path target, byte[] bytes) throws IOException {
    Path aside = Files.createTempFile(folder, "model", ".part");
    Files.write(aside, bytes);
    Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(String name, String extension) {
    return folder.resolve(name + "." + extension);
  }
}
