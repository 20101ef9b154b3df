package io.tidewatch.connectors.files;

import io.tidewatch.connectors.kafka.privacy.SearchTerms;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks through files and all that folders hold: their bytes, what is compressed in gzip and zip
 * files, and the values of Parquet files, whatever their names are. Stateless.
 */
public final class FileSearch {
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final int PEEK_BYTES = 4;

  /**
   * What was found in a file, its name included.
   *
   * @param terms how often, by what the terms are called
   */
  public record Found(Path file, Map<String, Long> terms) {}

  private FileSearch() {}

  /**
   * Searches a file, or a folder with all that is in it. Links are not followed.
   *
   * @param read told the number of files that were looked at
   * @return files with a find, in order
   * @throws IOException if a file cannot be read: what was not looked at counts as an error
   */
  public static List<Found> run(Path root, SearchTerms terms, LongConsumer read)
      throws IOException {
    List<Found> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    long count = 0;
    for (Path file : files) {
      Map<String, Long> inFile = in(file, terms);
      if (!inFile.isEmpty()) {
        found.add(new Found(file, inFile));
      }
      count++;
      read.accept(count);
    }
    return List.copyOf(found);
  }

  private static Map<String, Long> in(Path file, SearchTerms terms) throws IOException {
    Map<String, Long> found = new TreeMap<>(terms.in(String.valueOf(file.getFileName())));
    byte[] first = first(file);
    if (startsWith(first, PARQUET)) {
      add(ParquetValues.search(file, terms), found);
      return found;
    }
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      add(terms.in(bytes), found);
    }
    if (startsWith(first, GZIP)) {
      try (InputStream bytes =
          new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        add(terms.in(bytes), found);
      }
    } else if (startsWith(first, ZIP)) {
      try (ZipInputStream zip =
          new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          add(terms.in(entry.getName()), found);
          add(terms.in(new OneEntry(zip)), found);
        }
      }
    }
    return found;
  }

  private static byte[] first(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.readNBytes(PEEK_BYTES);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  private static void add(Map<String, Long> more, Map<String, Long> found) {
    more.forEach((term, times) -> found.merge(term, times, Long::sum));
  }

  /** One entry of a zip file, whose end does not close the file. */
  private static final class OneEntry extends FilterInputStream {
    OneEntry(ZipInputStream zip) {
      super(zip);
    }

    @Override
    public void close() {
      // The next entry is to be read.
    }
  }
}
