package io.tidewatch.scoring;

import java.io.IOException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Reads release zips through Flink's file systems. */
final class ReleaseStore {

  /** A zip that is larger than allowed. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }

  private ReleaseStore() {}

  /**
   * Reads a whole file.
   *
   * @param max size above which nothing is read
   */
  static byte[] fetch(String uri, MemorySize max) throws IOException {
    Path path = new Path(uri);
    FileSystem files = path.getFileSystem();
    FileStatus status = files.getFileStatus(path);
    if (status.getLen() > max.getBytes()) {
      throw new TooLargeException(
          uri
              + " has "
              + status.getLen()
              + " bytes; at most "
              + max
              + " are read ("
              + ScoringOptions.RELEASE_MAX_SIZE.key()
              + ")");
    }
    try (FSDataInputStream in = files.open(path)) {
      // The file may have grown since: never read more than was looked at.
      byte[] bytes = in.readNBytes((int) status.getLen());
      if (bytes.length < status.getLen()) {
        throw new IOException(uri + " ended after " + bytes.length + " of " + status.getLen());
      }
      return bytes;
    }
  }
}
