package io.tidewatch.benchmarks.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a benchmark found: a table for people and one JSON document for programs.
 *
 * <pre>
 * {"name", "date", "machine": {...}, "parameters": {...}, "rows": [{...}],
 *  "ratios": {name: median}, "spread": {name: {"min", "max", "values"}}, count: number, ...
 *  "stateBytesPerCustomer"?, "details"?: {...}, "notes": [...], "plots": [...]}
 * </pre>
 *
 * <p>A ratio is named {@code what/peer} or {@code what@batch/peer} and is higher where Tidewatch is
 * better, except for latencies. Everything keeps the order in which it came. Filled by one thread.
 */
public final class BenchReport {
  private final String name;
  private final Instant date;
  private final Machine machine;
  private final ObjectNode parameters = Json.object();
  private final Map<String, String> headings = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Repetitions> ratios = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private OptionalDouble stateBytesPerCustomer = OptionalDouble.empty();
  private final ObjectNode details = Json.object();
  private final List<String> notes = new ArrayList<>();
  private final List<String> plots = new ArrayList<>();

  /**
   * Creates an empty report; to be called before the benchmark begins, for the load average.
   *
   * @param name as on the command line, such as kernel
   * @param date when it began
   * @param machine what it ran on
   */
  public BenchReport(String name, Instant date, Machine machine) {
    this.name = name;
    this.date = date.truncatedTo(ChronoUnit.SECONDS);
    this.machine = machine;
  }

  /** Returns the name of the benchmark. */
  public String name() {
    return name;
  }

  /** Adds what the benchmark was called with, such as {@code customers}, {@code 1000000}. */
  public BenchReport parameter(String key, Object value) {
    set(parameters, key, value);
    return this;
  }

  /**
   * Gives a column a heading; without it, the key is the heading. Columns stand in the order in
   * which their keys first came.
   *
   * @param key name in JSON, such as eventsPerSecond
   * @param heading name in the table, such as events/s
   */
  public BenchReport column(String key, String heading) {
    headings.put(key, heading);
    return this;
  }

  /** Appends a row, to be filled. */
  public Row row() {
    var row = new Row();
    rows.add(row);
    return row;
  }

  /** Adds a ratio: its median goes to {@code ratios}, its values to {@code spread}. */
  public BenchReport ratio(String ratio, Repetitions values) {
    if (ratios.put(ratio, values) != null) {
      throw new IllegalArgumentException("ratio " + ratio + " was given twice");
    }
    return this;
  }

  /** Sets what was counted over the whole run, such as {@code lost}; a field of the document. */
  public BenchReport count(String key, long value) {
    counts.put(key, value);
    return this;
  }

  /** Sets the average size of a customer's state, serialized, in bytes. */
  public BenchReport stateBytesPerCustomer(double bytes) {
    stateBytesPerCustomer = OptionalDouble.of(bytes);
    return this;
  }

  /** Returns an object for what fits nowhere else; shown in JSON only. */
  public ObjectNode details() {
    return details;
  }

  /** Adds a sentence that a reader of the figures must know. */
  public BenchReport note(String sentence) {
    notes.add(sentence);
    return this;
  }

  /** Adds the file name of a plot. */
  BenchReport plot(String file) {
    plots.add(file);
    return this;
  }

  /** Returns the document for people. */
  public String text() {
    var lines = new ArrayList<String>();
    lines.add("bench " + name + ", " + date);
    lines.add(machine.line());
    parameters
        .properties()
        .forEach(entry -> lines.add(entry.getKey() + " = " + entry.getValue().asText()));
    lines.add("");
    lines.addAll(rowTable());
    if (!ratios.isEmpty()) {
      lines.add("");
      lines.addAll(ratioTable());
    }
    if (!counts.isEmpty()) {
      lines.add("");
      counts.forEach((key, value) -> lines.add(key + ": " + value));
    }
    if (stateBytesPerCustomer.isPresent()) {
      lines.add("");
      lines.add(
          "state per customer: " + Figures.text(stateBytesPerCustomer.getAsDouble()) + " bytes");
    }
    if (!notes.isEmpty()) {
      lines.add("");
      lines.addAll(notes);
    }
    if (!plots.isEmpty()) {
      lines.add("");
      plots.forEach(plot -> lines.add("plot: " + plot));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> rowTable() {
    var keys = new ArrayList<>(headings.keySet());
    rows.forEach(
        row -> row.cells.keySet().stream().filter(k -> !keys.contains(k)).forEach(keys::add));
    keys.removeIf(key -> rows.stream().noneMatch(row -> row.cells.containsKey(key)));
    return Figures.table(
        keys.stream().map(key -> headings.getOrDefault(key, key)).toList(),
        rows.stream()
            .map(row -> keys.stream().map(key -> cell(row.cells.get(key))).toList())
            .toList(),
        keys.stream()
            .map(key -> rows.stream().noneMatch(row -> row.cells.get(key) instanceof String))
            .toList());
  }

  private static String cell(Object value) {
    if (value == null) {
      return "-";
    }
    return value instanceof Number number ? Figures.text(number.doubleValue()) : value.toString();
  }

  private List<String> ratioTable() {
    return Figures.table(
        List.of("ratio", "median", "min", "max"),
        ratios.entrySet().stream()
            .map(
                entry ->
                    List.of(
                        entry.getKey(),
                        Figures.text(entry.getValue().median()),
                        Figures.text(entry.getValue().min()),
                        Figures.text(entry.getValue().max())))
            .toList(),
        List.of(false, true, true, true));
  }

  /** Returns the document for programs. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("name", name);
    json.put("date", date.toString());
    json.set("machine", machine.json());
    json.set("parameters", parameters);
    ArrayNode all = json.putArray("rows");
    for (Row row : rows) {
      ObjectNode cells = all.addObject();
      row.cells.forEach((key, value) -> set(cells, key, value));
    }
    ObjectNode medians = json.putObject("ratios");
    ObjectNode spread = json.putObject("spread");
    ratios.forEach(
        (ratio, values) -> {
          medians.put(ratio, values.median());
          spread.set(ratio, values.json());
        });
    counts.forEach(json::put);
    stateBytesPerCustomer.ifPresent(bytes -> json.put("stateBytesPerCustomer", bytes));
    if (!details.isEmpty()) {
      json.set("details", details);
    }
    ArrayNode sentences = json.putArray("notes");
    notes.forEach(sentences::add);
    ArrayNode files = json.putArray("plots");
    plots.forEach(files::add);
    return json;
  }

  private static void set(ObjectNode json, String key, Object value) {
    if (value instanceof Double || value instanceof Float) {
      json.put(key, ((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      json.put(key, number.longValue());
    } else if (value instanceof Boolean flag) {
      json.put(key, flag);
    } else {
      json.put(key, value.toString());
    }
  }

  /** A line of the table: cells by column. */
  public static final class Row {
    private final Map<String, Object> cells = new LinkedHashMap<>();

    private Row() {}

    /** Sets a cell to words. */
    public Row put(String key, String value) {
      cells.put(key, value);
      return this;
    }

    /** Sets a cell to a whole number. */
    public Row put(String key, long value) {
      cells.put(key, value);
      return this;
    }

    /** Sets a cell to a finite number. */
    public Row put(String key, double value) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(key + " is " + value);
      }
      cells.put(key, value);
      return this;
    }
  }
}
