package io.tidewatch.helm;

import com.google.gson.JsonElement;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares what is given with what was read of it: each value is of the type that was meant. */
final class Types {
  /** Amounts may be numbers, and are read as text. */
  private static final Pattern AMOUNT = Pattern.compile(".*/(limits|requests)/[^/]+|.*/sizeLimit");

  private Types() {}

  static void requireSame(String path, JsonElement given, JsonElement read) {
    if (given.isJsonObject() && read != null && read.isJsonObject()) {
      for (Map.Entry<String, JsonElement> field : given.getAsJsonObject().entrySet()) {
        requireSame(
            path + "/" + field.getKey(),
            field.getValue(),
            read.getAsJsonObject().get(field.getKey()));
      }
    } else if (given.isJsonArray() && read != null && read.isJsonArray()) {
      for (int i = 0; i < given.getAsJsonArray().size(); i++) {
        requireSame(path + "/" + i, given.getAsJsonArray().get(i), read.getAsJsonArray().get(i));
      }
    } else if (!AMOUNT.matcher(path).matches() && (read == null || kind(given) != kind(read))) {
      throw new IllegalArgumentException(
          path + ": " + given + " is of another type than what it is read as, " + read);
    }
  }

  private static int kind(JsonElement value) {
    if (!value.isJsonPrimitive()) {
      return value.isJsonObject() ? 0 : 1;
    }
    return value.getAsJsonPrimitive().isString()
        ? 2
        : value.getAsJsonPrimitive().isNumber() ? 3 : 4;
  }
}
