package io.tidewatch.platform.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.releases.ModelHistory;
import io.tidewatch.platform.releases.Service;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.ModelStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which release served when. */
@Command(
    name = "history",
    description =
        "Says which release served in which role, from when to when, who brought it in and why, and"
            + " what was refused; with --at, what served at that moment. While a swap is under way,"
            + " the old and the new release both serve.",
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
  private static final String ROW = "%-24s  %-24s  %-12s %-10s %-16s %-12s %8s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "churn or recommender. Default: all models.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "A moment in UTC, such as 2026-11-24T14:05:00Z.")
  private Optional<Instant> at = Optional.empty();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    ModelHistory history = ModelHistory.read(connection.connection().configuration());
    List<Service> services = at.map(history::at).orElseGet(history::services);
    List<ModelStatus> refusals = at.isPresent() ? List.of() : history.refusals();
    if (name.isPresent()) {
      requireKnown(history);
      services = services.stream().filter(s -> s.slot().name().equals(name.get())).toList();
      refusals = refusals.stream().filter(r -> r.getName().equals(name.get())).toList();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(json(services, refusals)));
    } else if (services.isEmpty() && refusals.isEmpty()) {
      out.println("nothing served" + at.map(moment -> " at " + moment).orElse(" so far"));
    } else {
      print(services, refusals, out);
    }
    return 0;
  }

  private void requireKnown(ModelHistory history) {
    TreeSet<String> known =
        history.services().stream()
            .map(service -> service.slot().name())
            .collect(Collectors.toCollection(TreeSet::new));
    history.refusals().forEach(status -> known.add(status.getName()));
    if (!known.contains(name.get())) {
      throw new CommandFailedException(
          "the job never said anything of a model called "
              + name.get()
              + (known.isEmpty() ? "" : "; known are " + String.join(", ", known)));
    }
  }

  private static void print(List<Service> services, List<ModelStatus> refusals, PrintWriter out) {
    out.printf(ROW, "from", "until", "model", "role", "version", "digest", "share", "by, why, end");
    for (Service service : services) {
      out.printf(
          ROW,
          service.from(),
          service.until().map(Instant::toString).orElse("serving"),
          service.slot().name(),
          SlotChange.lowerCase(service.slot().role()),
          service.version(),
          SlotChange.shortened(service.sha256()),
          SlotChange.percent(service.share()) + " %",
          words(service));
    }
    for (ModelStatus refusal : refusals) {
      out.printf(
          ROW,
          refusal.getAt(),
          "refused",
          refusal.getName(),
          SlotChange.lowerCase(refusal.getRole()),
          refusal.getVersion(),
          SlotChange.shortened(refusal.getSha256()),
          "",
          refusal.getGate() + ": " + refusal.getDetail());
    }
  }

  private static String words(Service service) {
    return service.by().orElse("")
        + (service.why().isEmpty() ? "" : ": " + service.why())
        + (service.end().isEmpty() ? "" : "; " + service.end());
  }

  private static ObjectNode json(List<Service> services, List<ModelStatus> refusals) {
    ObjectNode all = Json.object();
    ArrayNode served = all.putArray("services");
    for (Service service : services) {
      served
          .addObject()
          .put("name", service.slot().name())
          .put("role", SlotChange.lowerCase(service.slot().role()))
          .put("version", service.version())
          .put("sha256", service.sha256())
          .put("share", service.share())
          .put("from", service.from().toString())
          .put("until", service.until().map(Instant::toString).orElse(null))
          .put("by", service.by().orElse(null))
          .put("why", service.why())
          .put("end", service.end());
    }
    ArrayNode refused = all.putArray("refusals");
    for (ModelStatus refusal : refusals) {
      refused
          .addObject()
          .put("name", refusal.getName())
          .put("role", SlotChange.lowerCase(refusal.getRole()))
          .put("version", refusal.getVersion())
          .put("sha256", refusal.getSha256())
          .put("at", refusal.getAt().toString())
          .put("gate", refusal.getGate())
          .put("detail", refusal.getDetail())
          .put("by", refusal.getBy());
    }
    return all;
  }
}
