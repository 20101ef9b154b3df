package io.tidewatch.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One object of an untrusted manifest: every access checks type and range, and names the place. */
final class ManifestField {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final String path;
  private final JsonNode node;

  ManifestField(String path, JsonNode node) throws RefusedReleaseException {
    this.path = path;
    this.node = node;
    if (node == null || !node.isObject()) {
      throw refused("must be an object");
    }
  }

  /** Returns a refusal that names this object. */
  RefusedReleaseException refused(String what) {
    return new RefusedReleaseException(Gate.FORMAT, path + ": " + what);
  }

  /** Refuses fields that this version does not know: they may change the meaning of others. */
  void onlyFields(String... names) throws RefusedReleaseException {
    Set<String> known = Set.of(names);
    for (var fields = node.fieldNames(); fields.hasNext(); ) {
      String field = fields.next();
      if (!known.contains(field)) {
        throw refused("unknown field '%s'; known: %s".formatted(field, Arrays.toString(names)));
      }
    }
  }

  boolean has(String field) {
    return node.has(field);
  }

  ManifestField object(String field) throws RefusedReleaseException {
    return new ManifestField(path + "." + field, node.get(field));
  }

  List<ManifestField> objects(String field, int maxCount) throws RefusedReleaseException {
    var objects = new ArrayList<ManifestField>();
    for (JsonNode element : array(field, maxCount)) {
      objects.add(new ManifestField(path + "." + field + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  String text(String field) throws RefusedReleaseException {
    return text(field, node.get(field));
  }

  /** Returns a text that may stand in file names, metrics and logs. */
  String name(String field) throws RefusedReleaseException {
    String text = text(field);
    if (!NAME.matcher(text).matches()) {
      throw refused(
          field
              + " must be 1 to 64 letters, digits, dots, dashes or underscores, not '"
              + text.replaceAll("[^\\x20-\\x7e]", "?")
              + "'");
    }
    return text;
  }

  List<String> texts(String field, int maxCount) throws RefusedReleaseException {
    var texts = new ArrayList<String>();
    for (JsonNode element : array(field, maxCount)) {
      texts.add(text(field + "[" + texts.size() + "]", element));
    }
    return texts;
  }

  boolean truth(String field) throws RefusedReleaseException {
    JsonNode value = node.get(field);
    if (value == null || !value.isBoolean()) {
      throw refused(field + " must be true or false");
    }
    return value.booleanValue();
  }

  int integer(String field, int min, int max) throws RefusedReleaseException {
    return integer(field, node.get(field), min, max);
  }

  long longInteger(String field) throws RefusedReleaseException {
    JsonNode value = node.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw refused(field + " must be a whole number of 64 bits");
    }
    return value.longValue();
  }

  List<Integer> integers(String field, int maxCount, int min, int max)
      throws RefusedReleaseException {
    var integers = new ArrayList<Integer>();
    for (JsonNode element : array(field, maxCount)) {
      integers.add(integer(field + "[" + integers.size() + "]", element, min, max));
    }
    return integers;
  }

  double number(String field, double min, double max) throws RefusedReleaseException {
    return number(field, node.get(field), min, max);
  }

  List<Double> numbers(String field, int maxCount, double min, double max)
      throws RefusedReleaseException {
    var numbers = new ArrayList<Double>();
    for (JsonNode element : array(field, maxCount)) {
      numbers.add(number(field + "[" + numbers.size() + "]", element, min, max));
    }
    return numbers;
  }

  /** Returns this object's fields, all of which must be numbers. */
  SortedMap<String, Double> numbers(int maxCount) throws RefusedReleaseException {
    if (node.size() > maxCount) {
      throw tooMany(path, node.size(), maxCount);
    }
    var numbers = new TreeMap<String, Double>();
    for (var fields = node.fieldNames(); fields.hasNext(); ) {
      String field = fields.next();
      numbers.put(field, number(field, -Double.MAX_VALUE, Double.MAX_VALUE));
    }
    return numbers;
  }

  <E extends Enum<E>> E constant(String field, Class<E> type) throws RefusedReleaseException {
    String text = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw refused(
        "%s '%s' is unknown; known: %s"
            .formatted(field, text, Arrays.toString(type.getEnumConstants())));
  }

  private JsonNode array(String field, int maxCount) throws RefusedReleaseException {
    JsonNode array = node.get(field);
    if (array == null || !array.isArray()) {
      throw refused(field + " must be a list");
    }
    if (array.size() > maxCount) {
      throw tooMany(path + "." + field, array.size(), maxCount);
    }
    return array;
  }

  private String text(String where, JsonNode value) throws RefusedReleaseException {
    if (value == null || !value.isTextual()) {
      throw refused(where + " must be a text");
    }
    return value.textValue();
  }

  private int integer(String where, JsonNode value, int min, int max)
      throws RefusedReleaseException {
    if (value == null || !value.isIntegralNumber() || !value.canConvertToInt()) {
      throw refused(where + " must be a whole number");
    }
    if (value.intValue() < min || value.intValue() > max) {
      throw refused("%s=%s must be from %d to %d".formatted(where, value, min, max));
    }
    return value.intValue();
  }

  private double number(String where, JsonNode value, double min, double max)
      throws RefusedReleaseException {
    if (value == null || !value.isNumber()) {
      throw refused(where + " must be a number");
    }
    if (!(value.doubleValue() >= min && value.doubleValue() <= max)) {
      throw refused("%s=%s must be from %s to %s".formatted(where, value, min, max));
    }
    return value.doubleValue();
  }

  private static RefusedReleaseException tooMany(String where, int count, int maxCount) {
    return new RefusedReleaseException(
        Gate.SIZE, where + " has " + count + " elements, limit " + maxCount);
  }
}
