package io.tidewatch.training.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * One log of the Open Bandit Dataset (Saito, Aihara, Matsutani and Narita 2021): what a fashion
 * shop showed at one of three positions of a page, and whether it was clicked. Nobody writes to the
 * arrays.
 */
final class OpenBanditLog {
  static final int POSITIONS = 3;
  private static final int USER_FEATURES = 4;
  private static final String AFFINITY = "user-item_affinity_";

  private final String where;
  private final int items;
  private final List<Impression> impressions;
  private final Map<String, Integer> userFeatures = new LinkedHashMap<>();

  /**
   * An item that was shown.
   *
   * @param item from 0
   * @param position from 0
   * @param propensity probability with which the policy showed the item at that position
   * @param user what is known of the user, as words
   * @param affinities clicks of the user on each item before
   */
  record Impression(
      int item,
      int position,
      boolean clicked,
      double propensity,
      List<String> user,
      List<Float> affinities) {}

  private OpenBanditLog(String where, int items, List<Impression> impressions) {
    this.where = where;
    this.items = items;
    this.impressions = List.copyOf(impressions);
    for (Impression impression : impressions) {
      for (String word : impression.user()) {
        userFeatures.putIfAbsent(word, userFeatures.size());
      }
    }
  }

  /**
   * Reads a log.
   *
   * @param data folder with {@code POLICY/CAMPAIGN/CAMPAIGN.csv} or {@code .csv.gz}
   * @throws IllegalArgumentException if it is not there, or is not of that form
   */
  static OpenBanditLog read(Path data, String policy, String campaign) {
    Path plain = data.resolve(policy).resolve(campaign).resolve(campaign + ".csv");
    Path packed = plain.resolveSibling(campaign + ".csv.gz");
    Path file = Files.exists(plain) ? plain : packed;
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "neither "
              + plain
              + " nor "
              + packed
              + " exists; --data names the folder that holds random and bts, and"
              + " docs/data-sources.md says where it is published");
    }
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .get();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file == packed ? new GZIPInputStream(raw) : raw;
        var parser = format.parse(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> columns = parser.getHeaderNames();
      for (String column :
          List.of("item_id", "position", "click", "propensity_score", AFFINITY + "0")) {
        if (!columns.contains(column)) {
          throw new IllegalArgumentException(
              file + ": no column '" + column + "' among " + columns.size() + " columns");
        }
      }
      int items = (int) columns.stream().filter(column -> column.startsWith(AFFINITY)).count();
      List<Impression> impressions = new ArrayList<>();
      for (CSVRecord row : parser) {
        impressions.add(impression(file, row, items));
      }
      return new OpenBanditLog(file.toString(), items, impressions).checked();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Impression impression(Path file, CSVRecord row, int items) {
    List<String> user = new ArrayList<>();
    for (int i = 0; i < USER_FEATURES; i++) {
      user.add(i + "=" + row.get("user_feature_" + i));
    }
    List<Float> affinities = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      affinities.add((float) number(file, row, AFFINITY + i, 0, Double.MAX_VALUE));
    }
    return new Impression(
        (int) number(file, row, "item_id", 0, items - 1),
        (int) number(file, row, "position", 1, POSITIONS) - 1,
        number(file, row, "click", 0, 1) == 1,
        number(file, row, "propensity_score", Double.MIN_VALUE, 1),
        List.copyOf(user),
        List.copyOf(affinities));
  }

  private static double number(Path file, CSVRecord row, String column, double min, double max) {
    String text = row.get(column);
    try {
      double value = Double.parseDouble(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with the range.
    }
    throw new IllegalArgumentException(
        file
            + ", row "
            + row.getRecordNumber()
            + ": column '"
            + column
            + "' must be a number from "
            + min
            + " to "
            + max
            + ", is '"
            + text
            + "'");
  }

  private OpenBanditLog checked() {
    if (clicks() == 0 || clicks() == size()) {
      throw new IllegalArgumentException(
          where
              + " has "
              + clicks()
              + " clicks in "
              + size()
              + " rows; nothing can be estimated without both clicks and none");
    }
    return this;
  }

  int size() {
    return impressions.size();
  }

  int items() {
    return items;
  }

  int clicks() {
    return (int) impressions.stream().filter(Impression::clicked).count();
  }

  Impression at(int row) {
    return impressions.get(row);
  }

  /** Returns how often each item was shown at each position, {@code [positions][items]}, shares. */
  double[][] shares() {
    double[][] shares = new double[POSITIONS][items];
    int[] shown = new int[POSITIONS];
    for (Impression impression : impressions) {
      shares[impression.position()][impression.item()]++;
      shown[impression.position()]++;
    }
    for (int position = 0; position < POSITIONS; position++) {
      for (int item = 0; item < items; item++) {
        shares[position][item] /= Math.max(1, shown[position]);
      }
    }
    return shares;
  }

  /** Returns the inputs of the reward model: item, position, user and the user's affinity. */
  float[] inputs(int row, int item) {
    Impression impression = impressions.get(row);
    float[] inputs = new float[items + POSITIONS + userFeatures.size() + 1];
    inputs[item] = 1;
    inputs[items + impression.position()] = 1;
    for (String word : impression.user()) {
      inputs[items + POSITIONS + userFeatures.get(word)] = 1;
    }
    inputs[inputs.length - 1] = impression.affinities().get(item);
    return inputs;
  }

  @Override
  public String toString() {
    return where;
  }
}
