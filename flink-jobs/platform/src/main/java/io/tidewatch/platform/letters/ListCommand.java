package io.tidewatch.platform.letters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.DeadLetter;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts and lists what was refused. */
@Command(
    name = "list",
    description =
        "Counts the records that were refused by topic and reason, and lists the newest with the"
            + " id by which show and replay know them.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private static final Comparator<Letter> OLDEST_FIRST =
      Comparator.<Letter, Instant>comparing(letter -> letter.content().getRefusedAt())
          .thenComparing(Letter::id);

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;
  @Mixin private LetterFilter filter;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "20",
      description = "List so many. Default: ${DEFAULT-VALUE}.")
  private int max;

  @Option(names = "--waiting", description = "Leave out what was sent again already.")
  private boolean waiting;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  /** How many letters of one topic and reason there are. */
  private static final class Count {
    private long letters;
    private long replayed;
  }

  @Override
  public Integer call() {
    Configuration kafka = connection.connection().configuration();
    Map<String, Instant> replays = Replays.read(kafka);
    Map<String, Map<String, Count>> counts = new TreeMap<>();
    PriorityQueue<Letter> newest = new PriorityQueue<>(OLDEST_FIRST);
    filter.read(
        kafka,
        letter -> {
          boolean replayed = replays.containsKey(letter.id());
          Count count =
              counts
                  .computeIfAbsent(letter.content().getTopic(), topic -> new TreeMap<>())
                  .computeIfAbsent(letter.content().getReason().name(), reason -> new Count());
          count.letters++;
          count.replayed += replayed ? 1 : 0;
          if (!(replayed && waiting)) {
            newest.add(letter);
            if (newest.size() > max) {
              newest.remove();
            }
          }
        });
    List<Letter> listed = newest.stream().sorted(OLDEST_FIRST.reversed()).toList();
    if (json) {
      spec.commandLine().getOut().println(Json.pretty(document(counts, listed, replays)));
    } else {
      print(counts, listed, replays);
    }
    return 0;
  }

  private void print(
      Map<String, Map<String, Count>> counts, List<Letter> listed, Map<String, Instant> replays) {
    PrintWriter out = spec.commandLine().getOut();
    if (counts.isEmpty()) {
      out.println("nothing was refused");
      return;
    }
    out.printf("%-20s %-16s %9s %9s%n", "topic", "reason", "letters", "replayed");
    counts.forEach(
        (topic, reasons) ->
            reasons.forEach(
                (reason, count) ->
                    out.printf(
                        "%-20s %-16s %,9d %,9d%n", topic, reason, count.letters, count.replayed)));
    for (Letter letter : listed) {
      DeadLetter content = letter.content();
      out.printf(
          "%n%s  %s  %s%s%s%n    %s%n",
          letter.id(),
          content.getRefusedAt(),
          content.getReason(),
          content.getField() == null ? "" : " " + content.getField(),
          replays.containsKey(letter.id()) ? "  replayed " + replays.get(letter.id()) : "",
          content.getDetail());
    }
  }

  private static ObjectNode document(
      Map<String, Map<String, Count>> counts, List<Letter> listed, Map<String, Instant> replays) {
    ObjectNode root = Json.object();
    ArrayNode table = root.putArray("counts");
    counts.forEach(
        (topic, reasons) ->
            reasons.forEach(
                (reason, count) ->
                    table
                        .addObject()
                        .put("topic", topic)
                        .put("reason", reason)
                        .put("letters", count.letters)
                        .put("replayed", count.replayed)));
    ArrayNode letters = root.putArray("letters");
    for (Letter letter : listed) {
      DeadLetter content = letter.content();
      Instant replayedAt = replays.get(letter.id());
      letters
          .addObject()
          .put("id", letter.id())
          .put("topic", content.getTopic())
          .put("reason", content.getReason().name())
          .put("field", content.getField())
          .put("detail", content.getDetail())
          .put("refusedAt", content.getRefusedAt().toString())
          .put("replayedAt", replayedAt == null ? null : replayedAt.toString());
    }
    return root;
  }
}
