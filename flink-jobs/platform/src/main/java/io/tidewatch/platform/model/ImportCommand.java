package io.tidewatch.platform.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.Task;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.options.SigningOption;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.imports.ImportOptions;
import io.tidewatch.training.imports.RefusedImportException;
import io.tidewatch.training.imports.dl4j.Dl4jImport;
import io.tidewatch.training.imports.keras.KerasImport;
import io.tidewatch.training.imports.onnx.OnnxImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a release from a model file that another tool wrote. */
@Command(
    name = "import",
    description =
        "Makes a release from a model that was trained elsewhere, checks it against what the other"
            + " side computed, and writes it signed.")
final class ImportCommand implements Callable<Integer> {
  private static final int MAX_HORIZON = 365;
  private static final String CHURN = "churn";

  @Spec private CommandSpec spec;
  @Mixin private SigningOption signing;

  // The standard options include --version, which is the release's here.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @ArgGroup(multiplicity = "1")
  private Kind kind;

  /** Where the model comes from: one of these. */
  private static final class Kind {
    @Option(
        names = "--onnx",
        paramLabel = "FILE",
        description = "ONNX model, as PyTorch, TensorFlow and scikit-learn export it.")
    private Path onnx;

    @Option(
        names = "--dl4j",
        paramLabel = "FILE",
        description = "Zip as DL4J's ModelSerializer writes it.")
    private Path dl4j;

    @Option(
        names = "--keras",
        paramLabel = "FILE",
        description = ".h5 file as Keras 2 saves it; needs --probes.")
    private Path keras;

    private Path file() {
      return onnx != null ? onnx : dl4j != null ? dl4j : keras;
    }

    private byte[] release(byte[] model, ImportOptions options) throws RefusedReleaseException {
      if (onnx != null) {
        return OnnxImport.release(model, options);
      } else if (dl4j != null) {
        return Dl4jImport.release(model, options);
      }
      return KerasImport.release(model, options);
    }
  }

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "What the model is for: churn.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      required = true,
      description = "Version: 1 to 64 letters, digits, dots, dashes or underscores.")
  private String version;

  @Option(
      names = "--card",
      paramLabel = "FILE",
      required = true,
      description = "Model card, Markdown: data, quality, limits.")
  private Path card;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Release zip to write.")
  private Path out;

  @Option(
      names = "--probes",
      paramLabel = "FILE",
      description =
          "Inputs and what the exporting side computed for them, JSON. Default: inputs are made up,"
              + " and ONNX Runtime or DL4J computes them.")
  private Optional<Path> probes = Optional.empty();

  @Option(
      names = "--horizon",
      paramLabel = "DAYS",
      description =
          "Days without a purchase that the model calls churn. Default: ${DEFAULT-VALUE}.",
      defaultValue = "28")
  private int horizonDays;

  @Option(
      names = "--allow-engine",
      description =
          "Let ONNX Runtime, native code, compute a graph with operators that have no kernel:"
              + " slowly, and only where it is on the class path.")
  private boolean allowEngine;

  @Option(
      names = "--metric",
      paramLabel = "NAME=VALUE",
      description = "Quality that was measured, such as network.auc=0.81; may be given repeatedly.")
  private Map<String, Double> metrics = new TreeMap<>();

  @Override
  public Integer call() throws IOException {
    if (!name.equals(CHURN)) {
      throw new ParameterException(
          spec.commandLine(), "--name " + name + " cannot be imported; only churn can");
    }
    if (horizonDays < 1 || horizonDays > MAX_HORIZON) {
      throw new ParameterException(
          spec.commandLine(), "--horizon " + horizonDays + " must be from 1 to " + MAX_HORIZON);
    }
    // Read first: a key that cannot be used should not cost an import.
    SigningKey signer = signing.key();
    Path file = kind.file();
    byte[] zip = SigningOption.sign(release(file), signer);
    Files.write(out, zip);
    spec.commandLine().getOut().println(Json.pretty(summary(file, zip)));
    return 0;
  }

  private byte[] release(Path file) {
    var options =
        new ImportOptions(
            name,
            version,
            new String(read(card), UTF_8),
            horizonDays,
            new TreeMap<>(metrics),
            allowEngine,
            probes.map(ImportCommand::read));
    byte[] model = read(file);
    try {
      return kind.release(model, options);
    } catch (RefusedImportException e) {
      throw new CommandFailedException(file + " cannot be imported", e);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException(
          "the release made of " + file + " is refused by gate " + e.gate(), e);
    }
  }

  private ObjectNode summary(Path file, byte[] zip) {
    Release release;
    try {
      release = Release.read(zip);
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("the release was verified when it was written", e);
    }
    Manifest manifest = release.manifest();
    var all = Json.object();
    all.put("release", out.toString());
    all.put("sha256", release.sha256());
    all.put("signedBy", ReleaseSignature.claimedKey(zip).orElseThrow());
    all.put("source", file.toString());
    all.put("trainer", manifest.provenance().trainer());
    var outputs = all.putArray("outputs");
    ((Task.Churn) manifest.task()).outputs().forEach(outputs::add);
    var layers = all.putArray("layers");
    manifest.layers().forEach(layer -> layers.add(layer.toString()));
    all.put("probes", release.probes().size());
    return all;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file, e);
    }
  }
}
