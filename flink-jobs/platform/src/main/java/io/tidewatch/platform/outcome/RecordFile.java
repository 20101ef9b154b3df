package io.tidewatch.platform.outcome;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records, one after the other in a file, each with its length before it: so that those can be read
 * again that turn out to differ. Written once, then read. One thread.
 */
final class RecordFile implements AutoCloseable {
  private final Path file;
  private final DataOutputStream out;
  private long end;

  /** Begins the file anew. */
  RecordFile(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Adds a record and returns where it stands. */
  long add(byte[] value) {
    try {
      out.writeInt(value.length);
      out.write(value);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    long position = end;
    end += Integer.BYTES + value.length;
    return position;
  }

  /** Returns the record that stands there. */
  byte[] at(long position) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(position);
      byte[] value = new byte[in.readInt()];
      in.readFully(value);
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Ends the writing; it can be read from then on. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
