package io.tidewatch.platform;

import io.tidewatch.platform.policy.HillstromOutput;
import io.tidewatch.platform.policy.OpenBanditOutput;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.text.rules.RuleReader;
import io.tidewatch.training.Progress;
import io.tidewatch.training.evaluation.EvaluationReport;
import io.tidewatch.training.evaluation.Evaluations;
import io.tidewatch.training.policy.OpenBanditReport;
import io.tidewatch.training.policy.OpenBanditSuite;
import io.tidewatch.training.process.ProcessReport;
import io.tidewatch.training.sequences.SequenceReport;
import io.tidewatch.training.text.ReplyReport;
import io.tidewatch.training.text.ReplySuite;
import io.tidewatch.training.text.TextReport;
import io.tidewatch.training.text.UrgencyReport;
import io.tidewatch.training.text.UrgencySuite;
import io.tidewatch.training.uplift.HillstromReport;
import io.tidewatch.training.uplift.HillstromSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the networks on public data. */
@Command(
    name = "evaluate",
    description =
        "Trains the network on public data and measures it on customers or weeks that it has not"
            + " seen, beside simpler and published models.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Suites:",
      "  cdnow            --train FILE --test FILE: weeks 40 to 78 of the test file's customers",
      "  onlineretail     --data FILE: the last 13 weeks",
      "  completejourney  28 days of the bundled history",
      "  telco            --data FILE, or --train FILE --test FILE: who left",
      "  obd              --data DIR: estimates of what policies bring, from others' logs",
      "  hillstrom        --data FILE: what e-mails change, and how well models know of whom",
      "  helpdesk         --data FILE, or --train FILE --test FILE: next step of tickets, time left",
      "  banking77        --train FILE [--test FILE]: intents of questions to a bank",
      "  zh-reviews       --set NAME --train FILE [--test FILE]: sentiment of Chinese reviews",
      "  replies          --train FILE [--test FILE]: finding the approved answer to a question",
      "  urgency          urgency and words of leaving in bundled sentences, by what analyze uses",
      "  sequences        --data DIR --set SET: which item comes next",
      "docs/data-sources.md says where the files are published."
    })
final class EvaluateCommand implements Callable<Integer> {
  /** What can be evaluated. */
  enum Suite {
    CDNOW,
    ONLINERETAIL,
    COMPLETEJOURNEY,
    TELCO,
    OBD,
    HILLSTROM,
    HELPDESK,
    BANKING77,
    ZH_REVIEWS,
    REPLIES,
    URGENCY,
    SEQUENCES;

    boolean hasSets() {
      return this == HELPDESK || this == ZH_REVIEWS || this == SEQUENCES;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SUITE", description = "One of ${COMPLETION-CANDIDATES}.")
  private Suite suite;

  @Option(names = "--train", paramLabel = "FILE", description = "File to learn from.")
  private Optional<Path> train = Optional.empty();

  @Option(names = "--test", paramLabel = "FILE", description = "File to measure on.")
  private Optional<Path> test = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The data set, where it is one file that is split here, or a folder.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description =
          "Set of the suite. helpdesk: helpdesk (the default) or bpi13. zh-reviews: online_shopping,"
              + " waimai or hotel. sequences: Beauty, Sports, Toys or LastFM.")
  private Optional<String> set = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Networks to train, each with a seed of its own. Default: ${DEFAULT-VALUE}; 1 for"
              + " zh-reviews of more than 20,000 texts, none for replies. Of texts 0 is the linear"
              + " model alone.")
  private int seeds = 3;

  @Mixin private SequenceEvaluation sequences;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description =
          "Resamples that the intervals of obd and hillstrom come from. Default: ${DEFAULT-VALUE}.")
  private int resamples = 1_000;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description =
          "Folder for pictures as SVG: calibration, gains and, of purchases, expected against"
              + " actual ones; of hillstrom the Qini curves; of obd and"
              + " sequences none.")
  private Optional<Path> plots = Optional.empty();

  @Option(names = "--json", description = "Print the report as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    int fewest = suite == Suite.BANKING77 || suite == Suite.ZH_REVIEWS ? 0 : 1;
    if (seeds < fewest || seeds > 100) {
      throw misuse("--seeds " + seeds + " must be " + fewest + " to 100");
    }
    if (resamples < 100 || resamples > 100_000) {
      throw misuse("--resamples " + resamples + " must be 100 to 100000");
    }
    if (!suite.hasSets()) {
      refuse(set, "--set", "it has one set");
    }
    String found;
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "evaluate " + suite)) {
      found =
          switch (suite) {
            case OBD -> openBandit(line::at);
            case HILLSTROM -> hillstrom(line::at);
            case HELPDESK -> helpdesk(line::at);
            case BANKING77, ZH_REVIEWS -> texts(line::at);
            case REPLIES -> replies(line::at);
            case URGENCY -> urgency();
            case SEQUENCES -> sequences(line::at);
            case CDNOW, ONLINERETAIL, COMPLETEJOURNEY, TELCO -> models(line::at);
          };
    }
    spec.commandLine().getOut().println(found);
    return 0;
  }

  private String models(Progress progress) {
    EvaluationReport report = run(progress);
    plots.ifPresent(folder -> draw(folder, report.plots()));
    return json ? Json.pretty(EvaluationDocument.of(report)) : EvaluationTable.of(report);
  }

  private String openBandit(Progress progress) {
    refuse(plots, "--plots", "its figures are intervals");
    refuseFiles("policies are judged by logs that were written before");
    Path logs = folder("the folder obd as it is published, with random and bts in it");
    OpenBanditReport report = OpenBanditSuite.run(logs, resamples, progress);
    return json ? Json.pretty(OpenBanditOutput.json(report)) : OpenBanditOutput.table(report);
  }

  private String hillstrom(Progress progress) {
    refuseFiles("customers are split here");
    HillstromReport report =
        HillstromSuite.run(
            needed(data, "--data", "hillstrom_data.csv.gz"), seeds, resamples, progress);
    plots.ifPresent(dir -> draw(dir, HillstromOutput.plots(report)));
    return json ? Json.pretty(HillstromOutput.json(report)) : HillstromOutput.table(report);
  }

  private String helpdesk(Progress progress) {
    refuse(plots, "--plots", "it draws nothing");
    ProcessSet chosen = ProcessSet.named(set.orElse("helpdesk"), spec.commandLine());
    ProcessReport report = chosen.evaluate(data, train, test, seeds, progress);
    return json
        ? Json.pretty(ProcessOutput.json(chosen.option(), report))
        : ProcessOutput.table(chosen.option(), report);
  }

  private String texts(Progress progress) {
    refuse(plots, "--plots", "it draws nothing");
    refuse(data, "--data", "it is given --train, and --test if there is one");
    boolean reviews = suite == Suite.ZH_REVIEWS;
    String file = reviews ? "waimai_10k.csv" : "train.csv of banking77";
    TextReport report =
        TextEvaluation.run(
            reviews
                ? Optional.of(TextEvaluation.reviews(set, spec.commandLine()))
                : Optional.empty(),
            needed(train, "--train", file),
            test,
            givenSeeds(),
            progress);
    return json ? Json.pretty(TextEvaluation.json(report)) : TextEvaluation.table(report);
  }

  private OptionalInt givenSeeds() {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--seeds");
    return given ? OptionalInt.of(seeds) : OptionalInt.empty();
  }

  private String replies(Progress progress) {
    refuse(plots, "--plots", "it draws nothing");
    refuse(data, "--data", "it is given --train, and --test if there is one");
    ReplyReport report =
        ReplySuite.run(
            needed(train, "--train", "train.csv of banking77"), test, givenSeeds(), progress);
    return json ? Json.pretty(ReplyEvaluation.json(report)) : ReplyEvaluation.table(report);
  }

  private String urgency() {
    refuse(plots, "--plots", "it draws nothing");
    refuse(data, "--data", "its sentences are bundled");
    refuseFiles("nothing is learned, and its sentences are bundled");
    UrgencyReport report =
        UrgencySuite.run(RuleReader.unlessInstalled(EvaluateCommand.class.getClassLoader()));
    return json ? Json.pretty(UrgencyOutput.json(report)) : UrgencyOutput.table(report);
  }

  private String sequences(Progress progress) {
    refuseFiles("the last item of every sequence is measured on");
    refuse(plots, "--plots", "there is nothing to draw");
    SequenceReport report =
        sequences.run(folder("the folder with the sequences as published"), set, seeds, progress);
    return json ? Json.pretty(SequenceEvaluation.json(report)) : SequenceEvaluation.table(report);
  }

  private static void draw(Path dir, Map<String, String> pictures) {
    try {
      Files.createDirectories(dir);
      for (Map.Entry<String, String> picture : pictures.entrySet()) {
        Files.writeString(dir.resolve(picture.getKey()), picture.getValue());
      }
    } catch (IOException e) {
      throw new CommandFailedException("cannot draw into " + dir, e);
    }
  }

  private EvaluationReport run(Progress progress) {
    return switch (suite) {
      case CDNOW -> {
        refuse(data, "--data", "it is measured on other customers than it learned from");
        yield Evaluations.cdnow(
            needed(train, "--train", "CDNOW_master.txt.gz"),
            needed(test, "--test", "CDNOW_sample.txt"),
            seeds,
            progress);
      }
      case ONLINERETAIL -> {
        refuseFiles("it is split by time");
        yield Evaluations.onlineRetail(
            needed(data, "--data", "online_retail.csv.gz"), seeds, progress);
      }
      case COMPLETEJOURNEY -> {
        refuseFiles("it is split by time");
        refuse(data, "--data", "it reads the bundled history");
        yield Evaluations.completeJourney(seeds, progress);
      }
      case TELCO -> {
        if (data.isPresent() == train.isPresent()) {
          throw misuse(
              "evaluate telco needs either --data FILE, for five folds, or --train FILE --test FILE"
                  + " (Telco-Customer-Churn.csv; docs/data-sources.md says where it is published)");
        }
        Optional<Path> measured =
            train.map(path -> needed(test, "--test", "Telco-Customer-Churn.csv"));
        yield Evaluations.telco(data.or(() -> train).orElseThrow(), measured, seeds, progress);
      }
      case OBD, HILLSTROM, HELPDESK, BANKING77, ZH_REVIEWS, REPLIES, URGENCY, SEQUENCES ->
          throw new IllegalStateException(suite + " has a report of its own");
    };
  }

  private void refuseFiles(String why) {
    refuse(train, "--train", why);
    refuse(test, "--test", why);
  }

  private void refuse(Optional<?> given, String option, String why) {
    if (given.isPresent()) {
      throw misuse("evaluate " + suite + " takes no " + option + ": " + why);
    }
  }

  private Path needed(Optional<Path> given, String option, String file) {
    return given.orElseThrow(
        () ->
            misuse(
                "evaluate "
                    + suite
                    + " needs "
                    + option
                    + " FILE, such as the published "
                    + file
                    + "; docs/data-sources.md says where it is published"));
  }

  private Path folder(String what) {
    return data.orElseThrow(
        () ->
            misuse(
                "evaluate %s needs --data DIR, %s; docs/data-sources.md says where it is published"
                    .formatted(suite, what)));
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
