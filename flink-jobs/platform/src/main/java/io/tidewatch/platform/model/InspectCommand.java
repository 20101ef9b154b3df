package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.Release;
import io.tidewatch.platform.terminal.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into a release zip. */
@Command(
    name = "inspect",
    description = "Verifies a release and prints what it says of itself, as JSON.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Release zip.")
  private Path file;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(Json.pretty(json(ReleaseFile.read(file).release())));
    return 0;
  }

  private static ObjectNode json(Release release) {
    Manifest manifest = release.manifest();
    ObjectNode all = Json.object();
    all.put("name", manifest.name());
    all.put("version", manifest.version());
    all.put("sha256", release.sha256());
    all.put("task", manifest.task().toString());
    all.putPOJO("layers", manifest.layers().stream().map(Object::toString).toList());
    ObjectNode provenance = all.putObject("provenance");
    provenance.put("trainingData", manifest.provenance().trainingData());
    provenance.put("trainer", manifest.provenance().trainer());
    provenance.put("seed", manifest.provenance().seed());
    ObjectNode metrics = all.putObject("metrics");
    manifest.metrics().forEach(metrics::put);
    all.put("probes", release.probes().size());
    return all;
  }
}
