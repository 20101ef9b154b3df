package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read and write files of others, as far as they need no broker. */
class FileCommandsTest {
  private static final String MAPPING =
      """
      topic: purchases
      separator: ;
      time-zone: Europe/Berlin
      fields.customerId: customer
      fields.orderId: order
      fields.occurredAt: ordered at
      fields.amountMinor: total
      values.kind: PURCHASE
      values.currency: EUR
      times.occurredAt: dd.MM.yyyy HH:mm
      decimals.amountMinor: 2
      """;

  private record Outcome(int exitCode, String out, String err) {}

  @TempDir private Path folder;
  private Path orders;
  private Path mapping;

  @BeforeEach
  void write() throws IOException {
    orders =
        Files.writeString(
            folder.resolve("orders.csv"),
            """
            customer;order;ordered at;total
            c-17;2026-331;31.01.2026 12:00;12.50
            c-18;2026-332;yesterday;3.00
            """);
    mapping = Files.writeString(folder.resolve("orders.yaml"), MAPPING);
  }

  @Test
  void dryRunCountsRowsAndReportsThoseThatAreRefused() throws IOException {
    Outcome outcome = importing("--dry-run");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEqualTo("purchases 1 could be imported\n");
    assertThat(outcome.err()).contains("1 rows were refused", "orders.csv.errors.csv");
    assertThat(Files.readString(folder.resolve("orders.csv.errors.csv")))
        .contains("3,", "occurredAt must be a time such as dd.MM.yyyy HH:mm")
        .doesNotContain("c-18", "yesterday");

    Files.writeString(orders, "customer;order;ordered at;total\nc-17;1;31.01.2026 12:00;1\n");
    Outcome mended = importing("--dry-run", "--json");
    assertThat(mended.exitCode()).as(mended.err()).isZero();
    assertThat(mended.out()).contains("\"imported\" : 1", "\"refused\" : 0", "\"dryRun\" : true");
    assertThat(folder.resolve("orders.csv.errors.csv")).doesNotExist();
  }

  @Test
  void theReportNeverTakesThePlaceOfAnInput() throws IOException {
    Outcome outcome = importing("--dry-run", "--errors", mapping.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("would overwrite", "name another file");
    assertThat(Files.readString(mapping)).isEqualTo(MAPPING);
  }

  @Test
  void errorsOfTheMappingNameKeyAndRemedy() throws IOException {
    assertRefused(MAPPING.replace("decimals.amountMinor: 2", "decimals.amountMinor: two"))
        .contains("orders.yaml", "decimals.amountMinor=two must be 0 to 4");
    assertRefused(MAPPING.replace("fields.orderId", "columns.orderId"))
        .contains("unknown key 'columns.orderId'", "fields.FIELD");
    assertRefused(MAPPING.replace("topic: purchases\n", "")).contains("topic is not set");
    assertRefused(MAPPING.replace("purchases", "purchase")).contains("unknown topic 'purchase'");
    assertRefused(MAPPING.replace("separator: ;", "separator: ::"))
        .contains("must be one character");
    assertRefused(MAPPING.replace("Europe/Berlin", "Berlin")).contains("is no time zone");
    assertRefused(MAPPING.replace(": ordered at", ": when"))
        .contains("fields.occurredAt=when", "it has [customer, order, ordered at, total]");
  }

  @Test
  void exportTakesThePlaceOfAFileOnlyIfItIsAsked() throws IOException {
    String there = Files.writeString(folder.resolve("p.parquet"), "kept").toString();

    Outcome outcome = run("export", "purchases", "--out", there);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("p.parquet exists already", "--force replaces it");
    assertThat(folder.resolve("p.parquet")).hasContent("kept");

    assertThat(run("export", "purchases", "--out", folder + "/no/p.parquet").err())
        .contains("there is no folder " + folder + "/no");
    assertThat(run("export", "purchases", "--out", folder.toString()).err())
        .contains("is a folder; name a file in it");
    assertThat(run("export", "purchase", "--out", there).err())
        .contains("unknown topic 'purchase'");
    assertThat(run("export", "purchases", "--max", "0", "--out", there).err())
        .contains("--max 0 must be at least 1");
  }

  private AbstractStringAssert<?> assertRefused(String text) throws IOException {
    Files.writeString(mapping, text);
    Outcome outcome = importing("--dry-run");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    return assertThat(outcome.err());
  }

  private Outcome importing(String... more) {
    String[] args = {"import", orders.toString(), "--mapping", mapping.toString()};
    return run(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Tidewatch.execute(
            Tidewatch.commandLine(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
