package io.tidewatch.connectors.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads bodies of requests within bounds of size and time. The bound of size holds for the bytes on
 * the wire and again for what they inflate to, so that a compressed bomb ends where a large body
 * does. Immutable.
 *
 * @param maxBytes most bytes, before and after inflation
 * @param within how long reading may take in all
 */
public record RequestBody(int maxBytes, Duration within) {
  private static final int CHUNK = 8 << 10;

  /**
   * Reads to the end.
   *
   * @param stream the body as it comes
   * @param encoding header Content-Encoding, or null
   * @throws ProblemException 413 if it is too large, 408 if it is too slow, 415 if it is compressed
   *     in another way than gzip, 400 if it is no gzip or ends early
   */
  public byte[] read(InputStream stream, String encoding) {
    try {
      InputStream bounded = new Bounded(stream, System.nanoTime() + within.toNanos());
      return all(decoded(bounded, encoding));
    } catch (ZipException | EOFException e) {
      throw ProblemException.of(400, "broken body", "the body is no complete gzip file");
    } catch (IOException e) {
      throw ProblemException.of(400, "broken body", "the body ended before its end");
    }
  }

  private static InputStream decoded(InputStream stream, String encoding) throws IOException {
    String name = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "identity" -> stream;
      case "gzip", "x-gzip" -> new GZIPInputStream(stream, CHUNK);
      default ->
          throw ProblemException.of(
              415, "unknown encoding", "Content-Encoding is neither gzip nor identity");
    };
  }

  private byte[] all(InputStream stream) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK);
    byte[] chunk = new byte[CHUNK];
    int read;
    while ((read = stream.read(chunk)) >= 0) {
      if (body.size() + read > maxBytes) {
        throw tooLarge();
      }
      body.write(chunk, 0, read);
    }
    return body.toByteArray();
  }

  /** Returns the problem of a body that is larger than allowed. */
  public ProblemException tooLarge() {
    return ProblemException.of(
        413, "too large", "the body has more than " + maxBytes + " bytes; send smaller batches");
  }

  /** The bytes on the wire: so many, and only for so long. */
  private final class Bounded extends FilterInputStream {
    private final long deadline;
    private long left = maxBytes;

    Bounded(InputStream in, long deadline) {
      super(in);
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (System.nanoTime() - deadline > 0) {
        throw ProblemException.of(
            408, "too slow", "the body took longer than " + within.toSeconds() + " s");
      }
      left -= Math.max(read, 0);
      if (left < 0) {
        throw tooLarge();
      }
      return read;
    }
  }
}
