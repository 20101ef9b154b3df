package io.tidewatch.platform.policy;

import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.uplift.RetentionReport;
import io.tidewatch.training.uplift.RetentionStudy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what retention actions saved. */
@Command(
    name = "retention",
    description = {
      "Says what the retention actions of alerts should have saved and cost, and, where customers"
          + " are held out by lot (alerts.retention.holdoutShare), what they changed, with 95 %%"
          + " intervals.",
      "Exit code 1 if the groups are not as large as by lot: then no effect can be trusted."
    },
    mixinStandardHelpOptions = true)
final class RetentionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogSource source;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "Days after a customer's first alert with an action in which purchases count. Default:"
              + " ${DEFAULT-VALUE}.")
  private int days = 28;

  @Option(names = "--json", description = "Print the report as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    if (days < 1 || days > 365) {
      throw new ParameterException(spec.commandLine(), "--days " + days + " must be 1 to 365");
    }
    RetentionStudy study = new RetentionStudy(days);
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "policy retention")) {
      line.at(0, "decisions");
      source.read(Topic.DECISION_LOG, record -> study.decision((DecisionRecord) record));
      line.at(0.7, "purchases");
      source.read(Topic.PURCHASES, record -> study.purchase((PurchaseEvent) record));
      line.at(1, "done");
    }
    RetentionReport report = study.report();
    spec.commandLine()
        .getOut()
        .println(
            json ? Json.pretty(RetentionOutput.json(report)) : RetentionOutput.table(report, days));
    return report.measured().filter(found -> found.sampleRatio().mismatch()).isPresent() ? 1 : 0;
  }
}
