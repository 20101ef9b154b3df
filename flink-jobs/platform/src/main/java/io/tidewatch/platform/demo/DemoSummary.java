package io.tidewatch.platform.demo;

import io.tidewatch.platform.demo.EventLedger.Entry;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.BinaryMetrics;
import io.tidewatch.training.RankingMetrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a report for people. */
final class DemoSummary {
  private static final double BYTES_PER_GIB = 1024.0 * 1024 * 1024;

  private DemoSummary() {}

  static List<String> of(DemoReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(report.dataSet().title() + ", licence: " + report.dataSet().licence());
    lines.add("  observed:  " + names(report.dataSet().observedTopics()));
    lines.add("  simulated: " + names(report.dataSet().simulatedTopics()));
    lines.add("");
    lines.add(
        format(
            "%-12s %9s %9s %10s %13s %6s",
            "events", "produced", "folded", "duplicate", "deadLettered", "late"));
    for (Topic topic : Topic.values()) {
      if (topic.isEvent()) {
        Entry entry = report.ledger().byTopic().get(topic);
        lines.add(
            format(
                "%-12s %,9d %,9d %,10d %,13d %,6d",
                topic.topicName(),
                entry.produced(),
                entry.folded(),
                entry.duplicate(),
                entry.deadLettered(),
                entry.late()));
      }
    }
    lines.add(
        report.ledger().complete() ? "no event was lost" : "EVENTS WERE LOST, see the table above");
    lines.add("");
    lines.add(
        format(
            "%,d alerts (first after %s), %,d offers (first after %s), %,d scores",
            report.alerts(),
            seconds(report.secondsToFirstAlert()),
            report.offers(),
            seconds(report.secondsToFirstOffer()),
            report.scores()));
    lines.add("held back: " + heldBack(report));
    lines.add(
        format(
            "alerts: %,d actions, expected to save %,.2f in margin for %,.2f; by verdict: %s",
            report.retention().actions(),
            report.retention().savedMarginMinor() / 100,
            report.retention().expectedCostMinor() / 100,
            new TreeMap<>(report.retention().verdicts())));
    lines.add("");
    lines.add(
        format(
            "churn: live scores against what happened, %,d cases, %.1f %% left",
            report.churn().cases(), 100.0 * report.churn().churned() / report.churn().cases()));
    lines.add(
        format(
            "  %-22s %7s %7s %7s %12s %10s",
            "", "AUC", "PR-AUC", "Brier", "calibration", "lift@10%"));
    lines.add(row("network (live)", report.churn().network()));
    lines.add(row("logistic regression", report.churn().logisticRegression()));
    lines.add(row("last purchase", report.churn().recency()));
    lines.add(
        format(
            "next category: purchases of the replay, %,d baskets", report.recommender().baskets()));
    lines.add(format("  %-22s %9s %7s", "", "recall@20", "MRR@20"));
    lines.add(row("network", report.recommender().network()));
    lines.add(row("popularity", report.recommender().popularity()));
    lines.add(row("item-kNN", report.recommender().itemKnn()));
    lines.add("");
    lines.add(
        format(
            "%.0f s in all, peak memory %.1f GiB",
            report.seconds(), report.peakMemoryBytes() / BYTES_PER_GIB));
    return lines;
  }

  private static String heldBack(DemoReport report) {
    return report.suppressions().entrySet().stream()
        .map(entry -> format("%s %,d", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String row(String name, BinaryMetrics metrics) {
    return format(
        "  %-22s %7.3f %7.3f %7.3f %12.3f %10.2f",
        name,
        metrics.auc(),
        metrics.prAuc(),
        metrics.brier(),
        metrics.calibrationError(),
        metrics.liftAt10());
  }

  private static String row(String name, RankingMetrics metrics) {
    return format("  %-22s %9.3f %7.3f", name, metrics.recallAt20(), metrics.mrrAt20());
  }

  private static String seconds(OptionalDouble value) {
    return value.isPresent() ? format("%.1f s", value.getAsDouble()) : "never";
  }

  private static String names(Collection<Topic> topics) {
    return topics.stream().sorted().map(Topic::topicName).collect(Collectors.joining(", "));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
