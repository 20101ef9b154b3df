package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.models.Cost;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.CardPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into a release zip. */
@Command(
    name = "inspect",
    description =
        "Verifies a release and prints what it says of itself, as JSON, or its model card.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Release zip.")
  private Path file;

  @Option(names = "--card", description = "Print the model card instead of JSON.")
  private boolean card;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "Write the pictures of the model card there, as SVG files.")
  private Optional<Path> pictures = Optional.empty();

  @Override
  public Integer call() throws IOException {
    ReleaseFile read = ReleaseFile.read(file);
    String written = card(read);
    if (pictures.isPresent()) {
      Files.createDirectories(pictures.get());
      for (Map.Entry<String, String> picture : CardPictures.of(written).entrySet()) {
        Files.writeString(pictures.get().resolve(picture.getKey()), picture.getValue());
      }
    }
    spec.commandLine()
        .getOut()
        .println(card ? CardPictures.leftOut(written) : Json.pretty(json(read)));
    return 0;
  }

  private static String card(ReleaseFile read) {
    try {
      return Release.card(read.zip());
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("it has passed the gates: " + e, e);
    }
  }

  private static ObjectNode json(ReleaseFile file) {
    Release release = file.release();
    Manifest manifest = release.manifest();
    ObjectNode all = Json.object();
    all.put("name", manifest.name());
    all.put("version", manifest.version());
    all.put("sha256", release.sha256());
    ReleaseSignature.claimedKey(file.zip()).ifPresent(key -> all.put("signedBy", key));
    all.put("task", manifest.task().toString());
    all.putPOJO("layers", manifest.layers().stream().map(Object::toString).toList());
    ObjectNode provenance = all.putObject("provenance");
    provenance.put("trainingData", manifest.provenance().trainingData());
    provenance.put("trainer", manifest.provenance().trainer());
    provenance.put("seed", manifest.provenance().seed());
    provenance.put("source", manifest.provenance().source().title());
    ObjectNode metrics = all.putObject("metrics");
    manifest.metrics().forEach(metrics::put);
    Cost cost = Cost.of(manifest.layers());
    ObjectNode multiplyAdds = all.putObject("multiplyAdds");
    multiplyAdds.put("perStep", cost.perStep());
    multiplyAdds.put("perScore", cost.perScore());
    all.put("probes", release.probes().size());
    return all;
  }
}
