package io.tidewatch.platform.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of metrics in the reference, in expressions, and in what a process shows. */
public final class MetricNames {
  private static final Path REFERENCE = Path.of("..", "..", "docs", "reference", "metrics.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z_:]+)` \\|([^|]*)\\|");

  /** Labels that Flink gives to all that belongs to a job or a TaskManager. */
  private static final Set<String> OF_FLINK =
      Set.of("job_name", "task_name", "subtask_index", "tm_id", "host");

  private static final Pattern LABEL = Pattern.compile("`([a-z_]+)`");
  private static final Pattern LABELS_READ = Pattern.compile("\\bby \\(([^)]*)\\)|\\{([^}]*)\\}");
  private static final Pattern IN_EXPRESSION =
      Pattern.compile("\\b(?:flink|tidewatch|jvm|process)_[a-zA-Z0-9_]+(?=\\W|$)");
  private static final Pattern DECLARED = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final String BUCKET = "_bucket";

  private MetricNames() {}

  /** Returns the names that the reference describes. */
  public static Set<String> ofReference() throws IOException {
    Matcher rows = ROW.matcher(Files.readString(REFERENCE));
    Set<String> names = new TreeSet<>();
    while (rows.find()) {
      names.add(rows.group(1));
    }
    return names;
  }

  /** Returns the labels of a metric that the reference describes. */
  static Set<String> labels(String metric) throws IOException {
    Set<String> labels =
        ROW.matcher(Files.readString(REFERENCE))
            .results()
            .filter(row -> row.group(1).equals(metric))
            .flatMap(row -> LABEL.matcher(row.group(2)).results())
            .map(label -> label.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    if (metric.startsWith("flink_")) {
      labels.addAll(OF_FLINK);
    }
    return labels;
  }

  /** Returns the labels by which an expression groups and selects, but for those of histograms. */
  static Set<String> labelsRead(String expression) {
    return LABELS_READ
        .matcher(expression)
        .results()
        .flatMap(
            read ->
                Arrays.stream((read.group(1) == null ? read.group(2) : read.group(1)).split(",")))
        .map(label -> label.replaceAll("[=!].*", "").strip())
        .filter(label -> !label.equals("le"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names that an expression of Prometheus reads; of histograms without the bucket. */
  static Set<String> ofExpression(String expression) {
    return IN_EXPRESSION
        .matcher(expression.replaceAll("\"[^\"]*\"", "\"\""))
        .results()
        .map(result -> result.group())
        .map(name -> name.endsWith(BUCKET) ? withoutBucket(name) : name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String withoutBucket(String name) {
    return name.substring(0, name.length() - BUCKET.length());
  }

  /** Returns the names that a process shows, as its samples are called. */
  public static Set<String> at(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return DECLARED
          .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .results()
          .map(
              result ->
                  result.group(2).equals("counter") && !result.group(1).endsWith("_total")
                      ? result.group(1) + "_total"
                      : result.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
