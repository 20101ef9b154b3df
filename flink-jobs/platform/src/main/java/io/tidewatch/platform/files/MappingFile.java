package io.tidewatch.platform.files;

import io.tidewatch.connectors.files.FieldTexts;
import io.tidewatch.connectors.files.RowMapping;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that says how rows become records.
 *
 * @param mapping columns and fields
 * @param separator what stands between the columns of a CSV file
 */
public record MappingFile(RowMapping mapping, char separator) {
  private static final String TOPIC = "topic";
  private static final String ZONE = "time-zone";
  private static final String SEPARATOR = "separator";
  private static final List<String> MAPS = List.of("fields.", "values.", "times.", "decimals.");

  /**
   * Checks keys and values.
   *
   * @throws IllegalArgumentException naming the key at fault and the remedy
   */
  public static MappingFile of(Map<String, String> entries) {
    for (String key : entries.keySet()) {
      boolean known =
          List.of(TOPIC, ZONE, SEPARATOR).contains(key) || MAPS.stream().anyMatch(key::startsWith);
      if (!known) {
        throw new IllegalArgumentException(
            "unknown key '%s'; known are topic, fields.FIELD, values.FIELD, times.FIELD, decimals.FIELD, time-zone and separator"
                .formatted(key));
      }
    }
    if (!entries.containsKey(TOPIC)) {
      throw new IllegalArgumentException("topic is not set; name the topic of the records");
    }
    return new MappingFile(
        new RowMapping(
            Topic.named(entries.get(TOPIC)),
            behind("fields.", entries),
            behind("values.", entries),
            new FieldTexts(
                behind("times.", entries),
                zone(entries.getOrDefault(ZONE, "UTC")),
                decimals(behind("decimals.", entries)))),
        separator(entries.getOrDefault(SEPARATOR, ",")));
  }

  private static Map<String, String> behind(String prefix, Map<String, String> entries) {
    Map<String, String> found = new HashMap<>();
    entries.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "time-zone=" + name + " is no time zone such as Europe/Berlin", e);
    }
  }

  private static Map<String, Integer> decimals(Map<String, String> texts) {
    Map<String, Integer> decimals = new HashMap<>();
    texts.forEach(
        (field, text) -> {
          if (!text.matches("[0-4]")) {
            throw new IllegalArgumentException(
                "decimals.%s=%s must be 0 to 4".formatted(field, text));
          }
          decimals.put(field, Integer.valueOf(text));
        });
    return decimals;
  }

  private static char separator(String text) {
    if (text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1 || text.equals("\"")) {
      throw new IllegalArgumentException(
          "separator=" + text + " must be one character, such as ; or the word tab");
    }
    return text.charAt(0);
  }

  /**
   * Reads a file as {@link ConfigFile} does.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException as {@link #of}
   */
  public static MappingFile read(Path file) throws IOException {
    try {
      return of(ConfigFile.read(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
