package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.releases.ModelHistory;
import io.tidewatch.platform.releases.PublishedSlots;
import io.tidewatch.platform.releases.Service;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the slots hold. */
@Command(
    name = "list",
    description =
        "Shows what every slot of every model holds, who brought it and why, and since when the job"
            + " serves it.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private static final String ROW = "%-12s %-10s %-16s %-12s %8s  %-24s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    Configuration config = connection.connection().configuration();
    Map<String, ModelSlots> models = PublishedSlots.read(config);
    List<Service> serving = ModelHistory.read(config).now();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(json(models, serving)));
    } else if (models.isEmpty()) {
      out.println("no model was pushed so far; bring one in with: model push FILE");
    } else {
      print(models, serving, out);
    }
    return 0;
  }

  private static void print(
      Map<String, ModelSlots> models, List<Service> serving, PrintWriter out) {
    out.printf(ROW, "model", "role", "version", "digest", "share", "serving since", "brought by");
    for (ModelSlots slots : models.values()) {
      for (ModelRole role : ModelSlot.ROLES) {
        slots
            .in(role)
            .ifPresent(
                release ->
                    out.printf(
                        ROW,
                        slots.name(),
                        SlotChange.lowerCase(role),
                        release.getVersion(),
                        SlotChange.shortened(release.getSha256()),
                        role == ModelRole.SHADOW
                            ? ""
                            : SlotChange.percent(release.getShare()) + " %",
                        since(release, serving),
                        release.getPushedBy()
                            + (release.getWhy() == null ? "" : ": " + release.getWhy())));
      }
      slots
          .banned()
          .forEach(
              sha256 ->
                  out.printf(
                      ROW,
                      slots.name(),
                      "banned",
                      "",
                      SlotChange.shortened(sha256),
                      "",
                      "",
                      "served again only with --override"));
    }
  }

  private static String since(ModelRelease release, List<Service> serving) {
    return service(release, serving).map(Service::from).map(Object::toString).orElse("not serving");
  }

  private static Optional<Service> service(ModelRelease release, List<Service> serving) {
    return serving.stream()
        .filter(service -> service.slot().equals(ModelSlot.of(release)))
        .filter(service -> service.sha256().equals(release.getSha256()))
        .findFirst();
  }

  private static ObjectNode json(Map<String, ModelSlots> models, List<Service> serving) {
    ObjectNode all = Json.object();
    ArrayNode array = all.putArray("models");
    for (ModelSlots slots : models.values()) {
      ObjectNode model = array.addObject().put("name", slots.name());
      for (ModelRole role : ModelSlot.ROLES) {
        slots
            .in(role)
            .ifPresent(
                release -> {
                  ObjectNode node =
                      model
                          .putObject(SlotChange.lowerCase(role))
                          .put("version", release.getVersion())
                          .put("sha256", release.getSha256())
                          .put("share", release.getShare())
                          .put("artifactUri", release.getArtifactUri())
                          .put("by", release.getPushedBy())
                          .put("at", release.getPushedAt().toString())
                          .put("why", release.getWhy())
                          .put("override", release.getOverride());
                  node.put(
                      "servingSince",
                      service(release, serving)
                          .map(Service::from)
                          .map(Object::toString)
                          .orElse(null));
                  if (release.getPrevious() != null) {
                    node.putObject("previous")
                        .put("version", release.getPrevious().getVersion())
                        .put("sha256", release.getPrevious().getSha256());
                  }
                });
      }
      ArrayNode banned = model.putArray("banned");
      slots.banned().forEach(banned::add);
    }
    return all;
  }
}
