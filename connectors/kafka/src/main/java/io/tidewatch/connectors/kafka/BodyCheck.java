package io.tidewatch.connectors.kafka;

import org.apache.avro.Schema;

/**
 * Walks over an Avro body by its writer's schema without making any object, and so finds broken
 * lengths, counts and branches, and the field they are in, before a decoder believes them and
 * reserves memory. For one thread.
 */
final class BodyCheck {
  /** More list or map items than any valid record has. */
  static final int MAX_ITEMS = 100_000;

  private static final int MAX_DEPTH = 64;

  private byte[] bytes;
  private int position;
  private int end;
  private int items;
  private int depth;

  /** What is wrong, and in which field. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private String path = "";

    private Fault(String message) {
      super(message, null, false, false);
    }

    /** Path such as {@code lines[3].itemId}; empty for the record as a whole. */
    String path() {
      return path;
    }

    private Fault inside(String step) {
      path = path.isEmpty() || path.startsWith("[") ? step + path : step + "." + path;
      return this;
    }
  }

  /**
   * Checks that the bytes from a position to the end are exactly one value of the schema.
   *
   * @throws Fault if they are not
   */
  void check(Schema writer, byte[] value, int from) throws Fault {
    bytes = value;
    position = from;
    end = value.length;
    items = 0;
    depth = 0;
    walk(writer);
    if (position < end) {
      throw new Fault((end - position) + " bytes follow the record");
    }
  }

  private void walk(Schema schema) throws Fault {
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> {
        take(1);
        if ((bytes[position - 1] & 0xfe) != 0) {
          throw new Fault("a boolean is neither 0 nor 1");
        }
      }
      case INT -> readInt();
      case LONG -> readLong();
      case FLOAT -> take(4);
      case DOUBLE -> take(8);
      case STRING, BYTES -> take(readLong());
      case FIXED -> take(schema.getFixedSize());
      case ENUM -> index(schema.getEnumSymbols().size(), "enum symbol");
      case UNION -> walk(schema.getTypes().get(index(schema.getTypes().size(), "union branch")));
      case RECORD -> record(schema);
      case ARRAY -> blocks(schema.getElementType(), false);
      case MAP -> blocks(schema.getValueType(), true);
    }
  }

  private void record(Schema schema) throws Fault {
    if (++depth > MAX_DEPTH) {
      throw new Fault("records are nested more than " + MAX_DEPTH + " deep");
    }
    for (Schema.Field field : schema.getFields()) {
      try {
        walk(field.schema());
      } catch (Fault fault) {
        throw fault.inside(field.name());
      }
    }
    depth--;
  }

  private void blocks(Schema element, boolean keyed) throws Fault {
    if (++depth > MAX_DEPTH) {
      throw new Fault("lists are nested more than " + MAX_DEPTH + " deep");
    }
    int index = 0;
    for (long count = readLong(); count != 0; count = readLong()) {
      int blockEnd = -1;
      if (count < 0) {
        // A negative count is followed by the block's size in bytes.
        long size = readLong();
        if (size < 0 || size > end - position || count == Long.MIN_VALUE) {
          throw new Fault("a block has an impossible size");
        }
        count = -count;
        blockEnd = position + (int) size;
      }
      if (count > MAX_ITEMS - items) {
        throw new Fault("more than " + MAX_ITEMS + " items");
      }
      items += (int) count;
      for (long i = 0; i < count; i++, index++) {
        try {
          if (keyed) {
            take(readLong());
          }
          walk(element);
        } catch (Fault fault) {
          throw fault.inside("[" + index + "]");
        }
      }
      if (blockEnd >= 0 && position != blockEnd) {
        throw new Fault("a block does not have the size that it states");
      }
    }
    depth--;
  }

  private void take(long length) throws Fault {
    if (length < 0) {
      throw new Fault("a length is negative");
    }
    if (length > end - position) {
      throw new Fault("the bytes end early: " + length + " wanted, " + (end - position) + " left");
    }
    position += (int) length;
  }

  private int index(int size, String what) throws Fault {
    int index = readInt();
    if (index < 0 || index >= size) {
      throw new Fault(what + " " + index + " of " + size);
    }
    return index;
  }

  private int readInt() throws Fault {
    long value = readLong();
    if (value != (int) value) {
      throw new Fault("a number does not fit into 32 bits");
    }
    return (int) value;
  }

  private long readLong() throws Fault {
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      take(1);
      byte next = bytes[position - 1];
      raw |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return raw >>> 1 ^ -(raw & 1);
      }
    }
    throw new Fault("a number is longer than ten bytes");
  }
}
