package io.tidewatch.training.imports.keras;

/**
 * Type of the elements of an attribute or dataset.
 *
 * @param kind what they are
 * @param bytes size of one
 */
record Hdf5Type(Kind kind, int bytes) {
  /** What Keras files hold. */
  enum Kind {
    /** 32-bit float, little endian. */
    FLOAT,
    /** Text of a fixed length. */
    TEXT,
    /** Text in a global heap. */
    HEAP_TEXT,
    /** Anything else; not read. */
    OTHER
  }

  private static final int FLOAT_CLASS = 1;
  private static final int TEXT_CLASS = 3;
  private static final int VARIABLE_CLASS = 9;

  static Hdf5Type read(Hdf5File file, long at) {
    int typeClass = file.int8(at) & 0x0f;
    int bits = file.int8(at + 1);
    int bytes = file.int32(at + 4);
    if (bytes < 1) {
      throw Hdf5File.refused(at, "elements of " + bytes + " bytes");
    }
    if (typeClass == FLOAT_CLASS && bytes == Float.BYTES && (bits & 1) == 0) {
      return new Hdf5Type(Kind.FLOAT, bytes);
    } else if (typeClass == TEXT_CLASS) {
      return new Hdf5Type(Kind.TEXT, bytes);
    } else if (typeClass == VARIABLE_CLASS && (bits & 0x0f) == 1) {
      return new Hdf5Type(Kind.HEAP_TEXT, bytes);
    }
    return new Hdf5Type(Kind.OTHER, bytes);
  }
}
