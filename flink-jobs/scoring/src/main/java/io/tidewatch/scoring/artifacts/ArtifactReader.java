package io.tidewatch.scoring.artifacts;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Reads artifacts of bounded size: over HTTP(S) with the JDK's client, anything else through
 * Flink's file systems (local and shared folders; S3, HDFS and others with their plugins). What is
 * read is not to be trusted. Thread-safe.
 */
public final class ArtifactReader {
  private final long maxBytes;
  private final List<String> places;
  private final HttpFetch http;

  /**
   * Creates a reader.
   *
   * @param maxBytes size above which nothing is read
   * @param places beginnings of the addresses that may be read from; none: any
   * @param httpTimeout how long an HTTP server may take for a whole answer
   * @param httpHeaders sent to HTTPS servers, such as {@code Authorization}; only to those below
   *     the places
   * @throws IllegalArgumentException if there are headers but no places: whoever announces an
   *     artifact would choose who learns them
   */
  public ArtifactReader(
      long maxBytes, List<String> places, Duration httpTimeout, Map<String, String> httpHeaders) {
    if (places.isEmpty() && !httpHeaders.isEmpty()) {
      throw new IllegalArgumentException(
          "HTTP headers would go to any server that a message names; name the servers in"
              + " models.stores");
    }
    this.maxBytes = maxBytes;
    this.places = List.copyOf(places);
    http = new HttpFetch(httpTimeout, httpHeaders);
  }

  /**
   * Reads a whole artifact.
   *
   * @param address absolute URI
   * @throws TooLargeException if it is too large
   * @throws IOException if it cannot be read, or lies where nothing may be read; the message holds
   *     the address without query and user
   */
  public byte[] read(String address) throws IOException {
    if (!ArtifactAddress.isBelow(address, places)) {
      throw new IOException(
          "%s lies in none of the places that releases may come from, %s (models.stores)"
              .formatted(ArtifactAddress.shown(address), places));
    }
    return ArtifactAddress.isHttp(address)
        ? http.get(address, maxBytes)
        : readFile(new Path(address));
  }

  private byte[] readFile(Path path) throws IOException {
    FileSystem files = path.getFileSystem();
    FileStatus status = files.getFileStatus(path);
    if (status.getLen() > maxBytes) {
      throw new TooLargeException(tooLarge(path.toString(), status.getLen(), maxBytes));
    }
    try (FSDataInputStream in = files.open(path)) {
      // The file may have grown since: never read more than was looked at.
      byte[] bytes = in.readNBytes((int) status.getLen());
      if (bytes.length < status.getLen()) {
        throw new IOException(path + " ended after " + bytes.length + " of " + status.getLen());
      }
      return bytes;
    }
  }

  static String tooLarge(String shown, long bytes, long maxBytes) {
    return "%s has %d bytes or more, at most %d are read (scoring.release-max-size)"
        .formatted(shown, bytes, maxBytes);
  }
}
