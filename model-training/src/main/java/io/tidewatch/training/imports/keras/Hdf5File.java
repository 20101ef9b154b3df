package io.tidewatch.training.imports.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewatch.training.imports.RefusedImportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes of an HDF5 file from an untrusted hand (HDF5 File Format Specification, version 3). Known
 * is what h5py writes by default, which is what Keras 2 uses: superblock 0, object headers 1,
 * groups as symbol tables. Whoever reads outside the file gets a {@link RefusedImportException}.
 */
final class Hdf5File {
  private static final long SIGNATURE = 0x0a1a0a0d46444889L; // little endian
  private static final int ROOT_HEADER = 64;
  private static final int MAX_NAME = 1_000;

  private final ByteBuffer file;

  private Hdf5File(ByteBuffer file) {
    this.file = file;
  }

  /** Opens a file. */
  static Hdf5File open(byte[] bytes) {
    var file = new Hdf5File(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    if (bytes.length < ROOT_HEADER + Long.BYTES || file.int64(0) != SIGNATURE) {
      throw new RefusedImportException("this is no HDF5 file; give a .h5 file that Keras 2 saved");
    }
    if (file.int8(8) != 0 || file.int8(13) != Long.BYTES || file.int8(14) != Long.BYTES) {
      throw refused(
          0,
          "superblock version %d with offsets of %d bytes; known is version 0 with 8"
              .formatted(file.int8(8), file.int8(13)));
    }
    return file;
  }

  /** Returns the root group. */
  Hdf5Object root() {
    return new Hdf5Object(this, int64(ROOT_HEADER));
  }

  int int8(long at) {
    return file.get(checked(at, 1)) & 0xff;
  }

  int int16(long at) {
    return file.getShort(checked(at, Short.BYTES)) & 0xffff;
  }

  int int32(long at) {
    return file.getInt(checked(at, Integer.BYTES));
  }

  long int64(long at) {
    return file.getLong(checked(at, Long.BYTES));
  }

  float float32(long at) {
    return file.getFloat(checked(at, Float.BYTES));
  }

  /** Returns a text of so many bytes, up to its first zero. */
  String text(long at, long length) {
    int from = checked(at, length);
    int end = from;
    while (end < from + length && file.get(end) != 0) {
      end++;
    }
    return UTF_8.decode(file.slice(from, end - from)).toString();
  }

  /** Returns a short text that ends with a zero. */
  String name(long at) {
    int from = checked(at, 1);
    int end = from;
    while (end < file.limit() && end - from <= MAX_NAME && file.get(end) != 0) {
      end++;
    }
    if (end == file.limit() || end - from > MAX_NAME) {
      throw refused(at, "a name does not end");
    }
    return UTF_8.decode(file.slice(from, end - from)).toString();
  }

  /** Refuses what does not begin with a signature of four letters. */
  void requireSignature(long at, String signature) {
    if (!text(at, signature.length()).equals(signature)) {
      throw refused(at, "no " + signature + " where one must be");
    }
  }

  private int checked(long at, long length) {
    if (at < 0 || length < 0 || at > file.limit() || length > file.limit() - at) {
      throw refused(at, length + " bytes lie outside the file of " + file.limit());
    }
    return (int) at;
  }

  static RefusedImportException refused(long at, String what) {
    return new RefusedImportException("HDF5 file at byte " + at + ": " + what);
  }
}
