package io.tidewatch.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the supervisor has started. Written by it alone, read by everybody; immutable.
 *
 * @param supervisor the supervisor
 * @param entries the processes by name, in the order in which they are started
 */
public record ProcessTable(ProcessId supervisor, Map<String, Entry> entries) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One process.
   *
   * @param id the newest process of that name, which may have ended
   * @param restarts how often it was started again since the cluster was
   */
  public record Entry(ProcessId id, int restarts) {}

  public ProcessTable {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * Reads a table; empty if there is none.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static Optional<ProcessTable> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(file.toFile());
      Map<String, Entry> entries = new LinkedHashMap<>();
      root.path("processes")
          .properties()
          .forEach(
              one ->
                  entries.put(
                      one.getKey(),
                      new Entry(id(one.getValue()), one.getValue().path("restarts").asInt())));
      return Optional.of(new ProcessTable(id(root.path("supervisor")), entries));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the processes in " + file, e);
    }
  }

  private static ProcessId id(JsonNode node) {
    return new ProcessId(
        node.path("pid").asLong(),
        Instant.parse(node.path("startedAt").asText("1970-01-01T00:00:00Z")));
  }

  /** Writes the table, so that a reader sees the old one or the new one. */
  void write(Path file) {
    ObjectNode root = JSON.createObjectNode();
    put(root.putObject("supervisor"), supervisor);
    ObjectNode processes = root.putObject("processes");
    entries.forEach(
        (name, entry) ->
            put(processes.putObject(name), entry.id()).put("restarts", entry.restarts()));
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the processes to " + file, e);
    }
  }

  private static ObjectNode put(ObjectNode node, ProcessId id) {
    return node.put("pid", id.pid()).put("startedAt", id.startedAt().toString());
  }
}
