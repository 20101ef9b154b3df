package io.tidewatch.platform.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A field in which two records differ.
 *
 * @param field path of the field, such as {@code reasons[0].contribution}
 * @param rebuilt value of the record that was made again
 * @param published value of the record on the topic
 */
record Difference(String field, String rebuilt, String published) {
  private static final int SHOWN = 120;

  /** Returns all fields in which two records of one type differ, in the order of the schema. */
  static List<Difference> between(SpecificRecord rebuilt, SpecificRecord published) {
    List<Difference> found = new ArrayList<>();
    compare("", rebuilt, published, found);
    return found;
  }

  private static void compare(String path, Object one, Object other, List<Difference> found) {
    if (one instanceof SpecificRecord left && other instanceof SpecificRecord right) {
      for (Schema.Field field : left.getSchema().getFields()) {
        compare(
            path.isEmpty() ? field.name() : path + "." + field.name(),
            left.get(field.pos()),
            right.get(field.pos()),
            found);
      }
    } else if (one instanceof List<?> left
        && other instanceof List<?> right
        && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        compare(path + "[" + i + "]", left.get(i), right.get(i), found);
      }
    } else if (!Objects.equals(one, other)) {
      found.add(new Difference(path, shown(one), shown(other)));
    }
  }

  private static String shown(Object value) {
    if (value instanceof List<?> items) {
      return items.size() + " items";
    }
    String text = String.valueOf(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
