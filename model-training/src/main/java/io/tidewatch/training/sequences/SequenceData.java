package io.tidewatch.training.sequences;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * Items of customers in the order of time, and what each customer's next item is ranked among. The
 * last item of a sequence is measured on, the one before tells when to stop learning, the others
 * are learned from (leave one out). Immutable; the arrays are not to be changed.
 *
 * @param sequences items by customer, oldest first, 1 to {@code items}, at least three each
 * @param negatives per customer 99 different items that are not in the sequence
 * @param items number of items
 */
record SequenceData(int[][] sequences, int[][] negatives, int items) {
  static final int NEGATIVES = 99;
  private static final int SHORTEST = 3;

  /**
   * Reads a set.
   *
   * @param folder has the set's file of lines {@code customer item item ...}, plain or
   *     gzip-compressed; if it has a file of the same name with {@code _sample}, negatives are read
   *     there, else drawn
   * @param seed of the negatives that are drawn
   * @throws IllegalArgumentException if a file is not there, or not of that form
   */
  static SequenceData read(Path folder, SequenceSet set, long seed) {
    Path file = existing(folder, set.file());
    int[][] sequences = lines(file, SHORTEST);
    Path sample = folder.resolve(set.file() + "_sample.txt");
    if (!Files.exists(sample)) {
      return of(sequences, seed);
    }
    int[][] negatives = lines(sample, NEGATIVES);
    if (negatives.length != sequences.length) {
      throw new IllegalArgumentException(
          "%s has %d customers and %s %d; they are not of the same set"
              .formatted(file, sequences.length, sample, negatives.length));
    }
    return new SequenceData(sequences, negatives, items(sequences));
  }

  /** Draws the negatives of sequences, uniformly among the items that a customer does not have. */
  static SequenceData of(int[][] sequences, long seed) {
    int items = items(sequences);
    SplittableRandom random = new SplittableRandom(seed);
    int[][] negatives = new int[sequences.length][NEGATIVES];
    boolean[] taken = new boolean[items + 1];
    for (int customer = 0; customer < sequences.length; customer++) {
      int[] own = sequences[customer];
      if (items < NEGATIVES + own.length) {
        throw new IllegalArgumentException(
            "%d items are too few: a customer with %d of them needs %d others"
                .formatted(items, own.length, NEGATIVES));
      }
      mark(taken, own, true);
      for (int i = 0; i < NEGATIVES; ) {
        int item = 1 + random.nextInt(items);
        if (!taken[item]) {
          taken[item] = true;
          negatives[customer][i++] = item;
        }
      }
      mark(taken, own, false);
      mark(taken, negatives[customer], false);
    }
    return new SequenceData(sequences, negatives, items);
  }

  int customers() {
    return sequences.length;
  }

  /** Returns what is learned from of a customer: all but the last two items. */
  int[] learned(int customer) {
    return first(customer, 2);
  }

  /** Returns a customer's items without the last {@code left}. */
  int[] first(int customer, int left) {
    return Arrays.copyOf(sequences[customer], sequences[customer].length - left);
  }

  private static void mark(boolean[] taken, int[] items, boolean value) {
    for (int item : items) {
      taken[item] = value;
    }
  }

  private static int items(int[][] sequences) {
    return Arrays.stream(sequences).flatMapToInt(Arrays::stream).max().orElse(0);
  }

  private static Path existing(Path folder, String name) {
    Path plain = folder.resolve(name + ".txt");
    Path packed = folder.resolve(name + ".txt.gz");
    Path file = Files.exists(plain) ? plain : packed;
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "neither %s nor %s exists; docs/data-sources.md says where the sequences are published"
              .formatted(plain, packed));
    }
    return file;
  }

  private static int[][] lines(Path file, int shortest) {
    List<int[]> rows = new ArrayList<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(row(file, rows.size() + 1, line, shortest));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return rows.toArray(int[][]::new);
  }

  private static int[] row(Path file, int number, String line, int shortest) {
    String[] words = line.strip().split("\\s+");
    if (words.length - 1 < shortest) {
      throw new IllegalArgumentException(
          "%s:%d: %d items, at least %d are needed behind the customer's number"
              .formatted(file, number, words.length - 1, shortest));
    }
    int[] items = new int[words.length - 1];
    for (int i = 0; i < items.length; i++) {
      try {
        items[i] = Integer.parseInt(words[i + 1]);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s:%d: item '%s' is no number".formatted(file, number, words[i + 1]), e);
      }
      if (items[i] < 1) {
        throw new IllegalArgumentException(
            "%s:%d: item %d must be at least 1".formatted(file, number, items[i]));
      }
    }
    return items;
  }
}
