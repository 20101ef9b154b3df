package io.tidewatch.benchmarks.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * One release under ever new versions: other digests and other model ids, so that the job has to
 * verify, compile and swap each, and to build every customer's recurrent state anew. Immutable.
 *
 * <p>The manifest is the first entry of a release and is stored as it is, so a version of the same
 * length is written over the old one and the entry's checksum set anew, in its header and in the
 * directory:
 *
 * <pre>
 *   local header: 14 checksum, 22 size, 26 length of name, 30 name, then the manifest
 *   directory entry of the manifest: 16 checksum
 *   last 22 bytes: 16 where the directory begins
 * </pre>
 */
public final class ReleaseVersions {
  private static final int LOCAL_CHECKSUM = 14;
  private static final int LOCAL_SIZE = 22;
  private static final int LOCAL_NAME_LENGTH = 26;
  private static final int LOCAL_NAME = 30;
  private static final int DIRECTORY_CHECKSUM = 16;
  private static final int END_BYTES = 22;
  private static final int END_DIRECTORY = 16;

  private final byte[] zip;
  private final String version;

  /**
   * Takes a release.
   *
   * @throws IllegalArgumentException if it is none
   */
  public ReleaseVersions(byte[] zip) {
    this.zip = zip.clone();
    this.version = read(zip).manifest().version();
  }

  /** Returns the zip of the release under the version of a number; it passes all gates. */
  public byte[] numbered(int number) {
    byte[] copy = zip.clone();
    ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    int from = LOCAL_NAME + bytes.getShort(LOCAL_NAME_LENGTH);
    int size = bytes.getInt(LOCAL_SIZE);
    String manifest = new String(copy, from, size, UTF_8);
    String numbered = ("%0" + version.length() + "d").formatted(number);
    byte[] changed =
        manifest.replaceFirst("\"" + version + "\"", "\"" + numbered + "\"").getBytes(UTF_8);
    System.arraycopy(changed, 0, copy, from, size);
    CRC32 checksum = new CRC32();
    checksum.update(changed);
    bytes.putInt(LOCAL_CHECKSUM, (int) checksum.getValue());
    int directory = bytes.getInt(copy.length - END_BYTES + END_DIRECTORY);
    bytes.putInt(directory + DIRECTORY_CHECKSUM, (int) checksum.getValue());
    return copy;
  }

  /** Reads a release that is known to be one. */
  public static Release read(byte[] zip) {
    try {
      return Release.read(zip);
    } catch (RefusedReleaseException e) {
      throw new IllegalArgumentException("not a release: " + e.getMessage(), e);
    }
  }
}
