package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.options.SigningOption;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.training.CardPictures;
import io.tidewatch.training.ChurnTrainer;
import io.tidewatch.training.Progress;
import io.tidewatch.training.RecommenderTrainer;
import io.tidewatch.training.TrainedModel;
import io.tidewatch.training.TrainingHistory;
import io.tidewatch.training.TrainingOptions;
import io.tidewatch.training.text.LabelledTexts;
import io.tidewatch.training.text.TextTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model on a history and writes the release. */
@Command(
    name = "train",
    description =
        "Trains a model on a history, or on texts, and writes it as a signed release zip with a model card.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /** What can be trained. */
  enum Model {
    CHURN,
    RECOMMENDER,
    TEXT_INTENT,
    TEXT_SENTIMENT,
    TEXT_TOPIC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean readsTexts() {
      return this != CHURN && this != RECOMMENDER;
    }
  }

  @Spec private CommandSpec spec;
  @Mixin private HistoryOptions history;
  @Mixin private SigningOption signing;

  @Parameters(paramLabel = "MODEL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Model model;

  @Option(
      names = "--history",
      paramLabel = "DIR",
      description = "Folder of Avro files of events, as history export writes it.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description = "Of text models: CSV of texts and labels; a tenth is kept back to measure on.")
  private Optional<Path> texts = Optional.empty();

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "Column of the text. Default: ${DEFAULT-VALUE}.")
  private String textColumn = "text";

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "Column of the label. Default: ${DEFAULT-VALUE}.")
  private String labelColumn = "label";

  @Option(
      names = "--networks",
      paramLabel = "N",
      description = "Of text models: networks that are joined, 1 to 3. Default: ${DEFAULT-VALUE}.")
  private int networks = 1;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Release zip to write; the model card is written beside it as FILE.md.")
  private Path out;

  @Option(
      names = "--split",
      paramLabel = "TIME",
      description =
          "Where the test part begins, such as 2017-10-01T00:00:00Z. Default: the data set's"
              + " suggestion, or after four fifths of the time.")
  private Optional<Instant> split = Optional.empty();

  @Option(
      names = "--horizon",
      paramLabel = "DAYS",
      description = "Days without a purchase that count as churn. Default: 28.")
  private Optional<Integer> horizonDays = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training part at most. Default: 6.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random. Default: 42.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--json", description = "Print the metrics as one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireInputs();
    // Read first: a key that cannot be used should not cost a training.
    SigningKey signer = signing.key();
    TrainedModel trained;
    try (ProgressLine line =
        new ProgressLine(Terminal.err(spec.commandLine().getErr()), "train " + model)) {
      trained = train(line::at);
    }
    write(trained, SigningOption.sign(trained.zip(), signer));
    return 0;
  }

  private void requireInputs() {
    if (model.readsTexts()) {
      if (texts.isEmpty() || directory.isPresent() || history.dataSet().isPresent()) {
        throw misuse("train " + model + " needs --texts FILE, and neither --history nor --set");
      }
      if (networks < 1 || networks > 3) {
        throw misuse("--networks " + networks + " must be 1 to 3");
      }
      return;
    }
    if (directory.isPresent() == history.dataSet().isPresent()) {
      throw misuse("give either --history DIR or --set NAME");
    }
    directory
        .filter(path -> !Files.isDirectory(path))
        .ifPresent(
            path -> {
              throw new CommandFailedException("--history " + path + " is not a folder");
            });
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private TrainedModel train(Progress progress) {
    if (model.readsTexts()) {
      return TextTraining.train(
          model.toString(),
          LabelledTexts.read(texts.orElseThrow(), textColumn, labelColumn),
          Optional.empty(),
          networks,
          progress);
    }
    Optional<DataSet> dataSet = history.dataSet();
    TrainingHistory events = dataSet.map(TrainingHistory::of).orElseGet(this::inDirectory);
    return model == Model.CHURN
        ? ChurnTrainer.train(events, options(dataSet), progress)
        : RecommenderTrainer.train(events, options(dataSet), progress);
  }

  private TrainingHistory inDirectory() {
    return TrainingHistory.directory(directory.orElseThrow());
  }

  private TrainingOptions options(Optional<DataSet> dataSet) {
    TrainingOptions options = TrainingOptions.defaults();
    Optional<Instant> at = split.or(() -> dataSet.map(DataSet::suggestedSplit));
    if (at.isPresent()) {
      options = options.withSplit(at.get());
    }
    if (horizonDays.isPresent()) {
      options = options.withHorizonDays(horizonDays.get());
    }
    if (epochs.isPresent()) {
      options = options.withMaxEpochs(epochs.get());
    }
    return seed.isPresent() ? options.withSeed(seed.get()) : options;
  }

  private void write(TrainedModel trained, byte[] zip) throws IOException {
    Path card = out.resolveSibling(out.getFileName() + ".md");
    Files.write(out, zip);
    Files.writeString(card, trained.card());
    if (json) {
      ObjectNode all = Json.object();
      all.put("release", out.toString());
      all.put("card", card.toString());
      all.put("signedBy", ReleaseSignature.claimedKey(zip).orElseThrow());
      all.put("seconds", trained.duration().toMillis() / 1000.0);
      ObjectNode rows = all.putObject("metrics");
      trained
          .metrics()
          .forEach(
              (row, metrics) -> {
                ObjectNode values = rows.putObject(row);
                metrics.forEach(values::put);
              });
      spec.commandLine().getOut().println(Json.pretty(all));
    } else {
      spec.commandLine().getOut().println(CardPictures.leftOut(trained.card()));
      spec.commandLine().getOut().println("release written to " + out);
    }
  }
}
