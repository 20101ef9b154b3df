package io.tidewatch.platform.policy;

import io.tidewatch.platform.options.StoreOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.Topic;
import io.tidewatch.training.policy.ChoosingPolicy;
import io.tidewatch.training.policy.JudgedPolicy;
import io.tidewatch.training.policy.NoOverlapException;
import io.tidewatch.training.policy.OfferLog;
import io.tidewatch.training.policy.OfferLogReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a policy before it is launched. */
@Command(
    name = "evaluate",
    description = {
      "Estimates what another way to choose among offers would bring, from the offers that the job"
          + " made and what came of them: IPS, SNIPS, direct method and doubly robust, with 95 %%"
          + " intervals.",
      "Exit code 1 if the log says too little of what that policy would choose."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Policies, among the offers to which no rule is opposed:",
      "  random   each with the same probability",
      "  value    the one of the highest value",
      "  learned  the one of the highest expected value, by a model of acceptance learned from the log",
      "  FILE     as the ranking of a policy, a JSON document, chooses; needs the releases in the store"
    })
final class EvaluatePolicyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogSource source;

  @Mixin private StoreOptions store;

  @Parameters(paramLabel = "POLICY", description = "One of random, value, learned; or a file.")
  private String policy;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days after an offer in which it may be accepted. Default: ${DEFAULT-VALUE}.")
  private int days = 3;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "Resamples that the intervals come from. Default: ${DEFAULT-VALUE}.")
  private int resamples = 1_000;

  @Option(names = "--json", description = "Print the estimates as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    if (days < 1 || days > 365) {
      throw new ParameterException(spec.commandLine(), "--days " + days + " must be 1 to 365");
    }
    if (resamples < 100 || resamples > 100_000) {
      throw new ParameterException(
          spec.commandLine(), "--resamples " + resamples + " must be 100 to 100000");
    }
    OfferLogReport report;
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "policy evaluate")) {
      ChoosingPolicy judged = policy(line);
      OfferLog log = log(line);
      line.at(0.8, "estimates");
      report = log.judge(judged, resamples, 1);
    } catch (NoOverlapException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    spec.commandLine()
        .getOut()
        .println(json ? Json.pretty(OfferLogOutput.json(report)) : OfferLogOutput.table(report));
    return 0;
  }

  private ChoosingPolicy policy(ProgressLine line) {
    for (JudgedPolicy known : JudgedPolicy.values()) {
      if (known.key().equals(policy)) {
        return known;
      }
    }
    Path file = Path.of(policy);
    if (!Files.exists(file)) {
      throw new ParameterException(
          spec.commandLine(),
          "POLICY '%s' is none of %s, nor is there such a file"
              .formatted(
                  policy, Arrays.stream(JudgedPolicy.values()).map(JudgedPolicy::key).toList()));
    }
    line.at(0, "choices of " + file.getFileName());
    LoggedTrial logged = new LoggedTrial(source);
    TriedRanking tried = new TriedRanking(PolicyFile.read(file), logged.prepare(store));
    logged.decisions(tried::decision);
    return tried;
  }

  private OfferLog log(ProgressLine line) {
    OfferLog log = new OfferLog(days);
    line.at(0.5, "offers");
    source.read(Topic.OFFERS, record -> log.offer((Offer) record));
    line.at(0.55, "offers made");
    source.read(Topic.NEXT_BEST_OFFERS, record -> log.made((NextBestOffer) record));
    line.at(0.6, "outcomes");
    source.read(Topic.OUTCOMES, record -> log.outcome((OfferOutcome) record));
    line.at(0.65, "decisions");
    source.read(Topic.DECISION_LOG, record -> log.decision((DecisionRecord) record));
    return log;
  }
}
