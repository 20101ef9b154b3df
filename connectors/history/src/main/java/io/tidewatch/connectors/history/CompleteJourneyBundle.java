package io.tidewatch.connectors.history;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Makes the bundled files from the published ones: leaves out columns and rows that no event needs,
 * changes no value. Run it with the two directories of published files and the resource directory:
 *
 * <pre>CompleteJourneyBundle data/completejourney data/banking77 src/main/resources/io/...</pre>
 */
final class CompleteJourneyBundle {
  /** How many of the customer queries of banking77 are bundled. */
  static final int QUERIES = 3_000;

  private static final long QUERY_SEED = 77;

  private CompleteJourneyBundle() {}

  public static void main(String[] args) {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "expected 3 arguments (published completejourney directory, published banking77"
              + " directory, directory to write), got "
              + args.length);
    }
    make(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
  }

  /** Reads the published files and writes the bundled ones. */
  static void make(Path journey, Path banking77, Path out) {
    List<List<String>> lines =
        rows(journey.resolve("transactions_sample.csv.gz"), CompleteJourneyTables.LINE, r -> true);
    lines.sort(
        Comparator.comparing((List<String> line) -> line.get(6))
            .thenComparing(line -> line.get(1))
            .thenComparing(line -> line.get(2)));
    Set<String> households = new HashSet<>();
    Set<String> products = new HashSet<>();
    for (List<String> line : lines) {
      households.add(line.get(0));
      products.add(line.get(2));
    }
    write(out, "completejourney/transactions.csv.gz", CompleteJourneyTables.LINE, lines);
    keep(
        journey.resolve("products.csv.gz"),
        out,
        "completejourney/products.csv.gz",
        CompleteJourneyTables.PRODUCT,
        row -> products.contains(row.text(0)));
    keep(
        journey.resolve("coupons.csv.gz"),
        out,
        "completejourney/coupons.csv.gz",
        CompleteJourneyTables.COUPON,
        row -> products.contains(row.text(1)));
    keep(
        journey.resolve("campaigns.csv"),
        out,
        "completejourney/campaigns.csv.gz",
        CompleteJourneyTables.MAILING,
        row -> households.contains(row.text(1)));
    keep(
        journey.resolve("campaign_descriptions.csv"),
        out,
        "completejourney/campaign_descriptions.csv.gz",
        CompleteJourneyTables.CAMPAIGN,
        row -> true);
    keep(
        journey.resolve("coupon_redemptions.csv"),
        out,
        "completejourney/coupon_redemptions.csv.gz",
        CompleteJourneyTables.REDEMPTION,
        row -> households.contains(row.text(0)));
    write(
        out,
        "banking77/queries.csv.gz",
        TicketTexts.COLUMNS,
        sample(rows(banking77.resolve("train.csv"), TicketTexts.COLUMNS, row -> true)));
  }

  private static List<List<String>> sample(List<List<String>> all) {
    var random = new SplittableRandom(QUERY_SEED);
    List<List<String>> left = new ArrayList<>(all);
    while (left.size() > QUERIES) {
      left.remove(random.nextInt(left.size()));
    }
    return left;
  }

  private static void keep(
      Path from, Path out, String name, List<String> columns, Predicate<Table.Row> which) {
    write(out, name, columns, rows(from, columns, which));
  }

  private static List<List<String>> rows(
      Path from, List<String> columns, Predicate<Table.Row> which) {
    List<List<String>> rows = new ArrayList<>();
    Table.file(
        from,
        columns,
        row -> {
          if (which.test(row)) {
            List<String> fields = new ArrayList<>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
              fields.add(row.text(i));
            }
            rows.add(fields);
          }
        });
    return rows;
  }

  private static void write(Path out, String name, List<String> columns, List<List<String>> rows) {
    Path file = out.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      try (Writer text =
              new OutputStreamWriter(
                  new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8);
          CSVPrinter csv =
              new CSVPrinter(text, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get())) {
        csv.printRecord(columns);
        csv.printRecords(rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
