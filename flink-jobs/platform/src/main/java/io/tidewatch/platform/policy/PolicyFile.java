package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.RecordFromJson;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.Policy;
import io.tidewatch.scoring.PolicyTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Policies as people write them: a JSON document with the fields that differ from the defaults. */
final class PolicyFile {
  private PolicyFile() {}

  /**
   * Reads a policy; its name is "default" and its time now where nothing else is written, and its
   * version that of the file.
   *
   * @throws CommandFailedException if it is no policy that the job would take
   */
  static Policy read(Path file) {
    try {
      JsonNode written = new ObjectMapper().readTree(Files.readString(file));
      if (written instanceof ObjectNode policy) {
        Map.of(
                "name", "default",
                "version", file.getFileName().toString(),
                "updatedAt", Instant.now().toString())
            .forEach((field, value) -> putIfAbsent(policy, field, value));
      }
      return PolicyTrial.checked(RecordFromJson.read(written, Policy.class));
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(file + ": " + e.getMessage(), e);
    }
  }

  private static void putIfAbsent(ObjectNode policy, String field, String value) {
    if (!policy.has(field)) {
      policy.put(field, value);
    }
  }
}
