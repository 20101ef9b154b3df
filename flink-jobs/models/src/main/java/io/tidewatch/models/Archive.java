package io.tidewatch.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The zip of a release. Every entry is there once, in one order, stored without compression, with
 * one time and no extra fields; therefore the same content is the same bytes, and an archive cannot
 * unpack to more than its own size.
 *
 * <pre>
 * local header, manifest.json | ... | local header, signature.ed25519 | directory | end record
 * \_______ what the signature is over ____/ \______ of fixed length, whatever the contents ______/
 * </pre>
 *
 * <p>The signature is the last entry, and the only one that may lack. It is found from the end of
 * the file, so that it can be verified before anything else of the zip is looked at.
 *
 * <p>Reading walks the local headers with bounds established before each use, then lays the
 * contents out anew and compares with what came: whatever the walk did not look at (central
 * directory, checksums, bytes before, between and behind) is thereby exactly as written here.
 */
final class Archive {
  /** What a release consists of, in its order. */
  enum Entry {
    MANIFEST("manifest.json", Limits.MANIFEST_BYTES),
    WEIGHTS("weights.f32", Limits.WEIGHTS_BYTES),
    PROBES("probes.f32", Limits.PROBES_BYTES),
    CARD("model-card.md", Limits.CARD_BYTES),
    SOURCE("source", Limits.SOURCE_BYTES),
    SIGNATURE("signature.ed25519", SignatureLine.BYTES);

    final String fileName;
    final int maxBytes;

    Entry(String fileName, int maxBytes) {
      this.fileName = fileName;
      this.maxBytes = maxBytes;
    }
  }

  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final short VERSION = 10;
  private static final short STORED = 0;
  private static final short MIDNIGHT = 0;
  private static final short FIRST_OF_1980 = 1 << 5 | 1;

  private Archive() {}

  /** Lays the contents out as a zip; without a signature if they have none. */
  static byte[] write(Map<Entry, byte[]> contents) {
    var ordered = new EnumMap<Entry, byte[]>(contents);
    int size = END_BYTES;
    for (var entry : ordered.entrySet()) {
      size += LOCAL_BYTES + CENTRAL_BYTES + 2 * entry.getKey().fileName.length();
      size += entry.getValue().length;
    }
    ByteBuffer zip = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    var offsets = new EnumMap<Entry, Integer>(Entry.class);
    for (Entry entry : ordered.keySet()) {
      offsets.put(entry, zip.position());
      putLocal(zip, entry, contents.get(entry));
    }
    int directory = zip.position();
    for (Entry entry : ordered.keySet()) {
      zip.putInt(CENTRAL_SIGNATURE).putShort(VERSION).putShort(VERSION);
      putDescription(zip, entry, contents.get(entry));
      zip.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      zip.putInt(offsets.get(entry)).put(entry.fileName.getBytes(UTF_8));
    }
    short count = (short) ordered.size();
    int directoryBytes = zip.position() - directory;
    zip.putInt(END_SIGNATURE).putShort((short) 0).putShort((short) 0).putShort(count);
    zip.putShort(count).putInt(directoryBytes).putInt(directory).putShort((short) 0);
    return zip.array();
  }

  private static void putLocal(ByteBuffer zip, Entry entry, byte[] content) {
    zip.putInt(LOCAL_SIGNATURE).putShort(VERSION);
    putDescription(zip, entry, content);
    zip.put(entry.fileName.getBytes(UTF_8)).put(content);
  }

  /**
   * Returns how many bytes from the beginning a signature covers: all before the entry of the
   * signature.
   *
   * @return empty if the zip has no signature at its end
   */
  static Optional<Integer> signedBytes(byte[] zip) {
    int behind = END_BYTES + Entry.SIGNATURE.maxBytes;
    for (Entry entry : Entry.values()) {
      behind += CENTRAL_BYTES + entry.fileName.length();
    }
    int header = LOCAL_BYTES + Entry.SIGNATURE.fileName.length();
    int at = zip.length - behind - header;
    if (at < 0) {
      return Optional.empty();
    }
    ByteBuffer expected = ByteBuffer.allocate(header + Entry.SIGNATURE.maxBytes);
    putLocal(expected.order(ByteOrder.LITTLE_ENDIAN), Entry.SIGNATURE, signature(zip, at));
    boolean there =
        Arrays.equals(zip, at, at + expected.capacity(), expected.array(), 0, expected.capacity());
    return there ? Optional.of(at) : Optional.empty();
  }

  /** Returns the content of the signature's entry, whose header begins at {@link #signedBytes}. */
  static byte[] signature(byte[] zip, int at) {
    int from = at + LOCAL_BYTES + Entry.SIGNATURE.fileName.length();
    return Arrays.copyOfRange(zip, from, from + Entry.SIGNATURE.maxBytes);
  }

  /** Flags to length of the extra field: what local header and central directory share. */
  private static void putDescription(ByteBuffer zip, Entry entry, byte[] content) {
    var crc = new CRC32();
    crc.update(content);
    zip.putShort((short) 0).putShort(STORED).putShort(MIDNIGHT).putShort(FIRST_OF_1980);
    zip.putInt((int) crc.getValue()).putInt(content.length).putInt(content.length);
    zip.putShort((short) entry.fileName.length()).putShort((short) 0);
  }

  /** Reads a zip from an untrusted hand. */
  static Map<Entry, byte[]> read(byte[] zip) throws RefusedReleaseException {
    requireSize(zip);
    ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    var contents = new EnumMap<Entry, byte[]>(Entry.class);
    boolean signed = signedBytes(zip).isPresent();
    for (Entry entry : Entry.values()) {
      if (signed || entry != Entry.SIGNATURE) {
        contents.put(entry, readEntry(in, entry));
      }
    }
    if (!Arrays.equals(zip, write(contents))) {
      throw malformed(
          in.position(),
          "checksums, central directory or trailing bytes are not what ReleaseWriter writes"
              + " (repeated, hidden or damaged entries)");
    }
    return contents;
  }

  static void requireSize(byte[] zip) throws RefusedReleaseException {
    if (zip.length > Limits.ZIP_BYTES) {
      throw new RefusedReleaseException(
          Gate.SIZE,
          "release zip has %d bytes, limit %d; make it smaller"
              .formatted(zip.length, Limits.ZIP_BYTES));
    }
  }

  private static byte[] readEntry(ByteBuffer in, Entry expected) throws RefusedReleaseException {
    int start = in.position();
    if (in.remaining() < LOCAL_BYTES || in.getInt() != LOCAL_SIGNATURE) {
      throw malformed(start, "no entry where " + expected.fileName + " must be");
    }
    in.getShort();
    int flags = in.getShort() & 0xffff;
    int method = in.getShort() & 0xffff;
    in.getInt();
    in.getInt();
    long stored = in.getInt() & 0xffff_ffffL;
    long size = in.getInt() & 0xffff_ffffL;
    int nameBytes = in.getShort() & 0xffff;
    int extraBytes = in.getShort() & 0xffff;
    if (nameBytes > in.remaining()) {
      throw malformed(start, "the entry's name ends behind the file");
    }
    var rawName = new byte[Math.min(nameBytes, Limits.TEXT_LENGTH)];
    in.get(rawName);
    String name = new String(rawName, UTF_8);
    if (nameBytes != rawName.length || !name.equals(expected.fileName)) {
      throw malformed(
          start, "entry '" + printable(name) + "' where '" + expected.fileName + "' must be");
    }
    if (method != STORED || flags != 0 || extraBytes != 0) {
      throw malformed(
          start,
          "entry '%s' has method %d, flags %d and %d extra bytes; all must be 0 (stored plainly)"
              .formatted(name, method, flags, extraBytes));
    }
    if (size > expected.maxBytes) {
      throw new RefusedReleaseException(
          Gate.SIZE,
          "entry '%s' has %d bytes, limit %d; make it smaller"
              .formatted(name, size, expected.maxBytes));
    }
    if (size != stored || size > in.remaining()) {
      throw malformed(
          start,
          "entry '%s' claims %d bytes (%d stored), %d follow"
              .formatted(name, size, stored, in.remaining()));
    }
    var content = new byte[(int) size];
    in.get(content);
    return content;
  }

  private static RefusedReleaseException malformed(int offset, String what) {
    return new RefusedReleaseException(
        Gate.FORMAT,
        "release zip at byte " + offset + ": " + what + "; write it with ReleaseWriter");
  }

  /** Keeps hostile names harmless in logs. */
  private static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
