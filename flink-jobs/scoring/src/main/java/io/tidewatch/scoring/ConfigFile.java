package io.tidewatch.scoring;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads configuration files: properties, or YAML with flat keys. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads the entries of a file: properties ({@code key=value}) or, if its name ends in .yaml or
   * .yml, YAML with flat keys ({@code key: value}).
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a line of a YAML file is neither
   */
  public static Map<String, String> read(Path file) throws IOException {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml") ? yaml(file) : properties(file);
  }

  private static Map<String, String> properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> entries = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
    return entries;
  }

  // One "key: value" per line is all that a flat configuration needs of YAML.
  private static Map<String, String> yaml(Path file) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("(^|\\s)#.*", "").stripTrailing();
      if (line.isBlank() || line.equals("---")) {
        continue;
      }
      String[] parts = line.split(":\\s+", 2);
      if (parts.length < 2 || Character.isWhitespace(line.charAt(0))) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + ": expected 'key: value' with the whole key on one line");
      }
      entries.put(parts[0].strip(), unquoted(parts[1].strip()));
    }
    return entries;
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
