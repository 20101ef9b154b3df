package io.tidewatch.scoring;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The keys that a configuration may have. Immutable.
 *
 * @param options all options
 * @param maps those of them whose keys go on after a point
 * @param foreignPrefix what stands before keys of somebody else, which are not looked at; empty
 *     where there are none
 */
public record ConfigKeys(
    List<ConfigOption<?>> options, List<ConfigOption<?>> maps, String foreignPrefix) {
  private static final Pattern SECRET =
      Pattern.compile("token|secret|password|-keys|headers|properties");

  public ConfigKeys {
    options = List.copyOf(options);
    maps = List.copyOf(maps);
  }

  /**
   * Checks that all keys are known, none is missing, and all values parse.
   *
   * @throws IllegalArgumentException naming the key, and the nearest known one or what is wrong
   */
  public Configuration checked(Map<String, String> entries) {
    entries.keySet().forEach(this::requireKnown);
    Configuration configuration = Configuration.fromMap(entries);
    options.forEach(option -> requireValid(configuration, option));
    return configuration;
  }

  private void requireKnown(String key) {
    boolean known =
        !foreignPrefix.isEmpty() && key.startsWith(foreignPrefix)
            || maps.stream().anyMatch(map -> key.startsWith(map.key() + "."))
            || options.stream().anyMatch(option -> option.key().equals(key));
    if (!known) {
      Optional<String> nearest =
          options.stream()
              .map(ConfigOption::key)
              .min(Comparator.comparingInt(k -> distance(key, k)));
      throw new IllegalArgumentException(
          "unknown key '"
              + key
              + "'; did you mean '"
              + nearest.orElse("")
              + "'?"
              + (foreignPrefix.isEmpty()
                  ? ""
                  : " Keys of Flink itself begin with '" + foreignPrefix + "'"));
    }
  }

  private static <T> void requireValid(Configuration configuration, ConfigOption<T> option) {
    try {
      boolean missing = !option.hasDefaultValue() && !configuration.contains(option);
      if (missing) {
        throw new IllegalArgumentException("key '" + option.key() + "' is missing");
      }
      configuration.get(option);
    } catch (RuntimeException e) {
      if (!configuration.containsKey(option.key())) {
        throw e;
      }
      throw new IllegalArgumentException(
          "key '"
              + option.key()
              + "' has "
              + shown(configuration, option)
              + "; it should look like "
              + ConfigReference.defaultValue(option),
          isSecret(option) ? null : e);
    }
  }

  /** The value, unless it may be a secret: those stand in maps of properties, keys and headers. */
  private static String shown(Configuration configuration, ConfigOption<?> option) {
    return isSecret(option)
        ? "a value that does not parse"
        : "the value '%s', which does not parse".formatted(configuration.toMap().get(option.key()));
  }

  private static boolean isSecret(ConfigOption<?> option) {
    return SECRET.matcher(option.key()).find();
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
