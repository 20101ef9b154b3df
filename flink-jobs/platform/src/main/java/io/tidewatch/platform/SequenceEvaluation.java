package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.Progress;
import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.sequences.Baseline;
import io.tidewatch.training.sequences.RankingQuality;
import io.tidewatch.training.sequences.SequenceModel;
import io.tidewatch.training.sequences.SequenceReport;
import io.tidewatch.training.sequences.SequenceReport.Comparison;
import io.tidewatch.training.sequences.SequenceSet;
import io.tidewatch.training.sequences.SequenceSuite;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The suite {@code sequences}: its options, and what was found as JSON and as a table. */
final class SequenceEvaluation {
  @Option(
      names = "--network",
      paramLabel = "KIND",
      description = "Network for sequences: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private SequenceModel network = SequenceModel.ATTENTION;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the sequences at most; fewer if nothing is gained. Default:"
              + " ${DEFAULT-VALUE}.")
  private int epochs = SequenceSuite.EPOCHS;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * Measures the set that was asked for.
   *
   * @throws ParameterException if there is none, or an option is out of range
   */
  SequenceReport run(Path data, Optional<String> set, int seeds, Progress progress) {
    SequenceSet asked =
        set.flatMap(SequenceEvaluation::named)
            .orElseThrow(
                () ->
                    misuse(
                        "evaluate sequences needs --set, one of "
                            + List.of(SequenceSet.values())
                            + set.map(other -> ", not " + other).orElse("")));
    if (epochs < 1 || epochs > 1_000) {
      throw misuse("--epochs " + epochs + " must be 1 to 1000");
    }
    return SequenceSuite.run(data, asked, network, seeds, epochs, progress);
  }

  private static Optional<SequenceSet> named(String name) {
    return Arrays.stream(SequenceSet.values())
        .filter(set -> set.toString().equalsIgnoreCase(name))
        .findFirst();
  }

  private ParameterException misuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Returns the mean over the networks, with the baselines below it, for both ways of ranking. */
  static ObjectNode json(SequenceReport report) {
    ObjectNode root = Json.object();
    root.put("suite", "sequences");
    root.put("set", report.set().toString());
    root.put("network", report.model().toString());
    root.put("customers", report.customers());
    root.put("items", report.items());
    root.put("seeds", report.trainingSeconds().size());
    root.put("epochs", report.epochs());
    comparison(root, report.sampled());
    comparison(root.putObject("allItems"), report.allItems());
    ObjectNode published = root.putObject("published");
    quality(published.putObject("sasRec"), report.set().sasRec());
    published.putObject("gru4Rec").put("hr10", report.set().gru4RecHr10());
    report.trainingSeconds().forEach(root.putArray("trainingSeconds")::add);
    root.put("seconds", report.seconds());
    return root;
  }

  private static void comparison(ObjectNode at, Comparison comparison) {
    quality(at, comparison.mean());
    ObjectNode spread = at.putObject("spread");
    spread(spread.putObject("hr10"), comparison.hr10Spread());
    spread(spread.putObject("ndcg10"), comparison.ndcg10Spread());
    ObjectNode baselines = at.putObject("baselines");
    for (Baseline baseline : Baseline.values()) {
      quality(baselines.putObject(baseline.key()), comparison.baselines().get(baseline));
    }
  }

  private static void quality(ObjectNode at, RankingQuality quality) {
    at.put("hr10", quality.hr10()).put("ndcg10", quality.ndcg10());
  }

  private static void spread(ObjectNode at, Spread spread) {
    at.put("min", spread.min()).put("max", spread.max()).put("sd", spread.sd());
  }

  /** Returns a table for people. */
  static String table(SequenceReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "sequences: %s, %d customers, %d items, %d seeds, %.0f s",
        report.set(),
        report.customers(),
        report.items(),
        report.trainingSeconds().size(),
        report.seconds());
    line(text, "%n%-20s %-34s %s", "", "among 99 negatives", "among all items not had before");
    line(text, "%-20s %8s %8s %16s %8s %8s", "", "HR@10", "NDCG@10", "", "HR@10", "NDCG@10");
    row(text, report.model().toString(), report.sampled().mean(), report.allItems().mean());
    row(text, "  sd of a seed", sd(report.sampled()), sd(report.allItems()));
    for (Baseline baseline : Baseline.values()) {
      row(
          text,
          baseline.key(),
          report.sampled().baselines().get(baseline),
          report.allItems().baselines().get(baseline));
    }
    RankingQuality sasRec = report.set().sasRec();
    line(text, "%-20s %8.4f %8.4f", "SASRec, published", sasRec.hr10(), sasRec.ndcg10());
    line(text, "%-20s %8.4f", "GRU4Rec, published", report.set().gru4RecHr10());
    return text.toString().stripTrailing();
  }

  private static RankingQuality sd(Comparison comparison) {
    return new RankingQuality(comparison.hr10Spread().sd(), comparison.ndcg10Spread().sd());
  }

  private static void row(
      StringBuilder text, String name, RankingQuality sampled, RankingQuality allItems) {
    line(
        text,
        "%-20s %8.4f %8.4f %16s %8.4f %8.4f",
        name,
        sampled.hr10(),
        sampled.ndcg10(),
        "",
        allItems.hr10(),
        allItems.ndcg10());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
