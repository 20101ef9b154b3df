package io.tidewatch.replies;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with fields to fill in, such as {@code Dear {name}, ...}. A field is a word of small
 * letters, digits and underscores in braces; other braces are text. Immutable.
 *
 * @param text the text with its fields
 */
public record AnswerTemplate(String text) {
  private static final Pattern FIELD = Pattern.compile("\\{([a-z][a-z0-9_]{0,63})}");

  /**
   * A text whose fields were filled in.
   *
   * @param text the text; a field without a value still stands in it, in braces
   * @param missing fields that had no value
   */
  public record Filled(String text, Set<String> missing) {
    /** Copies the set. */
    public Filled {
      missing = Set.copyOf(missing);
    }
  }

  /** Returns the names of the fields. */
  public Set<String> fields() {
    Set<String> names = new TreeSet<>();
    Matcher field = FIELD.matcher(text);
    while (field.find()) {
      names.add(field.group(1));
    }
    return names;
  }

  /**
   * Fills the fields in. A value is never searched for fields itself.
   *
   * @param values by field name; blank ones count as missing
   */
  public Filled fill(Map<String, String> values) {
    Set<String> missing = new TreeSet<>();
    String filled =
        FIELD
            .matcher(text)
            .replaceAll(
                field -> {
                  String value = values.getOrDefault(field.group(1), "").strip();
                  if (value.isEmpty()) {
                    missing.add(field.group(1));
                    value = field.group();
                  }
                  return Matcher.quoteReplacement(value);
                });
    return new Filled(filled, missing);
  }
}
