package io.tidewatch.training.imports.dl4j;

import io.tidewatch.training.imports.RefusedImportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What is read of a zip as ModelSerializer writes it: configuration and coefficients. The state of
 * the updater is passed over; anything else is refused by name, above all serialized objects.
 *
 * @param configuration configuration.json
 * @param coefficients coefficients.bin
 */
record Dl4jZip(byte[] configuration, byte[] coefficients) {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";

  /** Entries that are read or passed over, with the most bytes that they may unpack to. */
  private static final Map<String, Integer> KNOWN =
      Map.of(
          CONFIGURATION,
          2 << 20,
          COEFFICIENTS,
          33 << 20,
          "updaterState.bin",
          100 << 20,
          "noParams.marker",
          16);

  private static final Map<String, String> REFUSED =
      Map.of(
          "preprocessor.bin", "is a serialized Java object, which would run code",
          "normalizer.bin", "is a normalizer, which a release does not read",
          "updater.bin", "is a serialized Java object, which would run code");

  private static final int MAX_ENTRIES = 6;
  private static final int CHUNK = 1 << 16;

  /**
   * @throws RefusedImportException naming the entry
   */
  static Dl4jZip read(byte[] file) {
    var contents = new HashMap<String, byte[]>();
    int count = 0;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (++count > MAX_ENTRIES) {
          throw new RefusedImportException("the zip has more than " + MAX_ENTRIES + " entries");
        }
        String name = requireKnown(entry.getName());
        byte[] content = unpacked(zip, name);
        if (contents.put(name, content) != null) {
          throw new RefusedImportException("entry '" + name + "' stands twice in the zip");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedImportException(
          "the zip is damaged: " + RefusedImportException.printable(String.valueOf(e.getMessage())),
          e);
    }
    for (String name : new String[] {CONFIGURATION, COEFFICIENTS}) {
      if (!contents.containsKey(name)) {
        throw new RefusedImportException(
            "the zip has no entry '" + name + "'; write it with DL4J's ModelSerializer.writeModel");
      }
    }
    return new Dl4jZip(contents.get(CONFIGURATION), contents.get(COEFFICIENTS));
  }

  private static String requireKnown(String name) {
    String why = REFUSED.get(name);
    if (why != null) {
      throw new RefusedImportException(
          "entry '%s' %s; write the model alone, and put standardisation into the network"
              .formatted(name, why));
    }
    if (!KNOWN.containsKey(name)) {
      throw new RefusedImportException(
          "entry '%s' is none of ModelSerializer's; known are %s, %s and updaterState.bin"
              .formatted(RefusedImportException.printable(name), CONFIGURATION, COEFFICIENTS));
    }
    return name;
  }

  /** Unpacks as much as there may be, in pieces, so that nothing is allocated for a claim. */
  private static byte[] unpacked(InputStream zip, String name) throws IOException {
    int most = KNOWN.get(name);
    boolean kept = name.equals(CONFIGURATION) || name.equals(COEFFICIENTS);
    if (kept) {
      byte[] content = zip.readNBytes(most + 1);
      requireSize(content.length, most, name);
      return content;
    }
    var chunk = new byte[CHUNK];
    long all = 0;
    for (int read = zip.read(chunk); read >= 0; read = zip.read(chunk)) {
      all += read;
      requireSize(all, most, name);
    }
    return new byte[0];
  }

  private static void requireSize(long size, int most, String name) {
    if (size > most) {
      throw new RefusedImportException(
          "entry '%s' unpacks to more than %d bytes; make the network smaller"
              .formatted(name, most));
    }
  }
}
