package io.tidewatch.scoring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.models.signing.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Writes releases that ReleaseWriter would not: takes one apart, changes parts, puts it together
 * and signs it, from the description of the format alone. Mutable.
 */
final class ReleaseForge {
  private static final String SIGNATURE = "signature.ed25519";
  private static final int LINE = 114;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final SigningKey key;

  /** Takes a release apart; the key signs what comes of it. */
  ReleaseForge(byte[] release, SigningKey key) {
    this.key = key;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(release))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.remove(SIGNATURE);
  }

  /** Replaces the first occurrence of a text in the manifest. */
  ReleaseForge manifest(String from, String to) {
    return entry(
        "manifest.json",
        bytes -> {
          String json = new String(bytes, UTF_8);
          int at = json.indexOf(from);
          assertThat(at).as("%s in %s", from, json).isNotNegative();
          return (json.substring(0, at) + to + json.substring(at + from.length())).getBytes(UTF_8);
        });
  }

  /** Replaces a float of weights.f32 or probes.f32. */
  ReleaseForge number(String file, int index, float value) {
    return entry(
        file,
        bytes -> {
          ByteBuffer.wrap(bytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putFloat(index * Float.BYTES, value);
          return bytes;
        });
  }

  ReleaseForge entry(String name, UnaryOperator<byte[]> change) {
    entries.put(name, change.apply(entries.getOrDefault(name, new byte[0])));
    return this;
  }

  /** Gives an entry another name, in its place. */
  ReleaseForge rename(String from, String to) {
    Map<String, byte[]> all = new LinkedHashMap<>(entries);
    entries.clear();
    all.forEach((name, content) -> entries.put(name.equals(from) ? to : name, content));
    return this;
  }

  byte[] unsigned() {
    return zip(entries);
  }

  byte[] signed() {
    byte[] whole = zip(withSignature(new byte[LINE]));
    return signed(Arrays.copyOf(whole, whole.length - tail()));
  }

  /** Signs any bytes as if they were what stands before the signature of a release. */
  byte[] signed(byte[] anything) {
    byte[] signature = key.sign(anything, anything.length);
    String line =
        "ed25519 %s %s\n"
            .formatted(key.verifyingKey().id(), Base64.getEncoder().encodeToString(signature));
    byte[] whole = zip(withSignature(line.getBytes(US_ASCII)));
    return ByteBuffer.allocate(anything.length + tail())
        .put(anything)
        .put(whole, whole.length - tail(), tail())
        .array();
  }

  private Map<String, byte[]> withSignature(byte[] line) {
    Map<String, byte[]> all = new LinkedHashMap<>(entries);
    all.put(SIGNATURE, line);
    return all;
  }

  /** Length of what begins with the entry of the signature. */
  private int tail() {
    int length = 22 + 30 + SIGNATURE.length() + LINE + 46 + SIGNATURE.length();
    for (String name : entries.keySet()) {
      length += 46 + name.length();
    }
    return length;
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    int size = 22;
    for (var entry : entries.entrySet()) {
      size += 76 + 2 * entry.getKey().length() + entry.getValue().length;
    }
    ByteBuffer zip = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Integer> offsets = new LinkedHashMap<>();
    entries.forEach(
        (name, content) -> {
          offsets.put(name, zip.position());
          zip.putInt(0x04034b50).putShort((short) 10);
          describe(zip, name, content);
          zip.put(name.getBytes(US_ASCII)).put(content);
        });
    int directory = zip.position();
    entries.forEach(
        (name, content) -> {
          zip.putInt(0x02014b50).putShort((short) 10).putShort((short) 10);
          describe(zip, name, content);
          zip.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
          zip.putInt(offsets.get(name)).put(name.getBytes(US_ASCII));
        });
    int length = zip.position() - directory;
    zip.putInt(0x06054b50).putInt(0).putShort((short) entries.size());
    zip.putShort((short) entries.size()).putInt(length).putInt(directory).putShort((short) 0);
    return zip.array();
  }

  private static void describe(ByteBuffer zip, String name, byte[] content) {
    var crc = new CRC32();
    crc.update(content);
    zip.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 33);
    zip.putInt((int) crc.getValue()).putInt(content.length).putInt(content.length);
    zip.putShort((short) name.length()).putShort((short) 0);
  }
}
