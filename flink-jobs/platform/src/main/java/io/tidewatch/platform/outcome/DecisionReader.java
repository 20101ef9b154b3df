package io.tidewatch.platform.outcome;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Reads whole decisions and says in which fields two of them differ. One thread. */
final class DecisionReader {
  /** Bytes in front of a record: the mark and the number of its schema in a registry. */
  static final int HEADER_BYTES = 5;

  private static final int MOST_FIELDS = 12;

  private DecisionReader() {}

  /** Returns when it was decided, in microseconds. */
  static long atMicros(Topic topic, byte[] value) {
    GenericRecord record = read(topic, value);
    String time = topic == Topic.CUSTOMER_SCORES ? "scoredAt" : "decidedAt";
    return record.hasField(time) && record.get(time) instanceof Long at ? at : Long.MIN_VALUE;
  }

  /** Returns the fields in which two records of a topic differ; the first ones if many do. */
  static List<Difference.Field> compare(Topic topic, byte[] expected, byte[] found) {
    List<Difference.Field> fields = new ArrayList<>();
    compare("", read(topic, expected), read(topic, found), fields);
    return fields.size() > MOST_FIELDS ? fields.subList(0, MOST_FIELDS) : fields;
  }

  private static GenericRecord read(Topic topic, byte[] value) {
    try {
      return new GenericDatumReader<GenericRecord>(topic.schema())
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException("a record of " + topic.topicName() + " cannot be read", e);
    }
  }

  private static void compare(
      String path, Object expected, Object found, List<Difference.Field> fields) {
    if (Objects.equals(expected, found)) {
      return;
    }
    if (expected instanceof GenericRecord left && found instanceof GenericRecord right) {
      for (Schema.Field field : left.getSchema().getFields()) {
        String name = path.isEmpty() ? field.name() : path + "." + field.name();
        compare(name, left.get(field.pos()), right.get(field.pos()), fields);
      }
    } else if (expected instanceof List<?> left && found instanceof List<?> right) {
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        compare(path + "[" + i + "]", at(left, i), at(right, i), fields);
      }
    } else {
      fields.add(new Difference.Field(path, shown(expected, found), shown(found, expected)));
    }
  }

  private static Object at(List<?> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  /** Shows a value without saying of whom it is. */
  private static String shown(Object value, Object other) {
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof GenericEnumSymbol) {
      return String.valueOf(value);
    }
    if (value instanceof ByteBuffer bytes) {
      return parting("bytes", array(bytes), other instanceof ByteBuffer it ? array(it) : null);
    }
    if (value instanceof CharSequence text) {
      return parting(
          "letters",
          text.toString().toCharArray(),
          other instanceof CharSequence it ? it.toString().toCharArray() : null);
    }
    return value instanceof List<?> list ? list.size() + " entries" : "something";
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.duplicate().get(array);
    return array;
  }

  private static String parting(String what, byte[] value, byte[] other) {
    return value.length + " " + what + (other == null ? "" : from(Arrays.mismatch(value, other)));
  }

  private static String parting(String what, char[] value, char[] other) {
    return value.length + " " + what + (other == null ? "" : from(Arrays.mismatch(value, other)));
  }

  private static String from(int index) {
    return ", other from " + index;
  }
}
