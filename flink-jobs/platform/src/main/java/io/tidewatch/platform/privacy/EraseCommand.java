package io.tidewatch.platform.privacy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Erases a customer, or looks whether anything of the customer is left. */
@Command(
    name = "erase",
    description = {
      "Erases a customer from job, topics, databases and given folders, and says in a receipt what"
          + " was done and what remains until when.",
      "With --check it changes nothing and searches for what is left; exit code 1 if there is"
          + " anything."
    },
    mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {
  private static final int SOMETHING_LEFT = 1;
  private static final String ROW = "%-44s  %9s  %-16s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;
  @Mixin private SearchPlaces places;

  @Parameters(paramLabel = "ID", description = "The customer's id.")
  private String customerId;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who in the business passes the request on; goes into the receipt.")
  private Optional<String> by = Optional.empty();

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "Where the receipt, or the result of the check, is written as JSON.")
  private Optional<Path> receipt = Optional.empty();

  @Option(
      names = "--purge",
      description =
          "Also take records away that topics keep for a time, at once. Kafka can only take all"
              + " records up to one: older ones of other customers go with them.")
  private boolean purge;

  @Option(names = "--yes", description = "Do not ask before --purge.")
  private boolean yes;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Wait for the job so long. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "Consumer group of the job. Default: that of kafka.group.id.")
  private Optional<String> group = Optional.empty();

  @Option(names = "--check", description = "Only search for what is left.")
  private boolean check;

  @Option(
      names = "--value",
      paramLabel = "TEXT",
      description =
          "With --check: a name, e-mail address or other text to search for; may be given more than"
              + " once. What topics say of the customer is searched for in any case.")
  private List<String> values = List.of();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Configuration config = connection.connection().configuration();
    group.ifPresent(name -> config.set(KafkaOptions.GROUP_ID, name));
    CustomerFacts facts = CustomerFacts.read(config, customerId);
    if (check) {
      return search(config, facts);
    }
    if (by.isEmpty() || by.get().isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--by NAME is missing; who passes the request on?");
    }
    Erasure erasure = new Erasure(config, facts, places, spec.commandLine().getErr(), this::agrees);
    ErasureReceipt made = erasure.run(customerId, by.get(), Duration.ofSeconds(waitSeconds), purge);
    write(made.json());
    if (json) {
      spec.commandLine().getOut().println(Json.pretty(made.json()));
    } else {
      made.print(spec.commandLine().getOut());
    }
    return erasure.isConfirmed() ? 0 : SOMETHING_LEFT;
  }

  private Integer search(Configuration config, CustomerFacts facts) {
    values.forEach(value -> facts.value("value", value));
    List<SearchPlaces.Find> finds =
        places.search(config, facts.terms(), spec.commandLine().getErr());
    ObjectNode result = Json.object();
    result.put("looked", places.described());
    result.put("values", facts.values());
    ArrayNode rows = result.putArray("found");
    for (SearchPlaces.Find find : finds) {
      ObjectNode row = rows.addObject();
      row.put("place", find.place()).put("number", find.number()).put("last", find.last());
      ObjectNode terms = row.putObject("terms");
      find.terms().forEach(terms::put);
    }
    write(result);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(result));
    } else {
      print(finds, facts, out);
    }
    return finds.isEmpty() ? 0 : SOMETHING_LEFT;
  }

  private void print(List<SearchPlaces.Find> finds, CustomerFacts facts, PrintWriter out) {
    out.printf(
        "looked through %s for the id, %d visitors and %d personal values%n",
        places.described(), facts.visitors().size(), facts.values());
    if (finds.isEmpty()) {
      out.println("nothing found");
      return;
    }
    out.printf(ROW, "place", "found", "last", "what");
    finds.forEach(
        find -> out.printf(ROW, find.place(), find.number(), find.last(), find.terms().keySet()));
  }

  private boolean agrees(String what) {
    if (yes) {
      return true;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.print(what + "; go on? Type yes: ");
    err.flush();
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return "yes".equals(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the answer", e);
    }
  }

  private void write(ObjectNode document) {
    if (receipt.isPresent()) {
      try {
        Files.writeString(receipt.get(), Json.pretty(document) + System.lineSeparator());
      } catch (IOException e) {
        throw new CommandFailedException("cannot write " + receipt.get(), e);
      }
    }
  }
}
