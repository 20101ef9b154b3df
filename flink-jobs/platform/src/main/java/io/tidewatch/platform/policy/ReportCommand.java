package io.tidewatch.platform.policy;

import io.tidewatch.decisions.Holdout;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.uplift.HoldoutReport;
import io.tidewatch.training.uplift.HoldoutStudy;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what offers changed. */
@Command(
    name = "report",
    description = {
      "Compares customers who could get offers with those who were held out by lot: uplift of"
          + " conversion and value with 95 %% intervals, over all offers and by campaign.",
      "Exit code 1 if the groups are not as large as by lot, or held-out customers got offers: then"
          + " no effect can be trusted."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogSource source;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "Days after a customer's first chance of an offer in which purchases count. Default:"
              + " ${DEFAULT-VALUE}.")
  private int days = 28;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "Count purchases in this currency only. Default: all must be of one.")
  private Optional<String> currency = Optional.empty();

  @Option(names = "--json", description = "Print the report as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    if (days < 1 || days > 365) {
      throw new ParameterException(spec.commandLine(), "--days " + days + " must be 1 to 365");
    }
    HoldoutReport report = study().report();
    spec.commandLine()
        .getOut()
        .println(json ? Json.pretty(HoldoutOutput.json(report)) : HoldoutOutput.table(report));
    return report.trustworthy() ? 0 : 1;
  }

  private HoldoutStudy study() {
    HoldoutStudy study = new HoldoutStudy(Holdout::contains, days, currency);
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "policy report")) {
      line.at(0, "offers");
      source.read(Topic.OFFERS, record -> study.offer((Offer) record));
      line.at(0.1, "decisions");
      source.read(Topic.DECISION_LOG, record -> study.decision((DecisionRecord) record));
      line.at(0.6, "outcomes");
      source.read(Topic.OUTCOMES, record -> study.outcome((OfferOutcome) record));
      line.at(0.7, "purchases");
      source.read(Topic.PURCHASES, record -> study.purchase((PurchaseEvent) record));
      line.at(1, "done");
    }
    return study;
  }
}
