package io.tidewatch.platform.privacy;

import io.tidewatch.connectors.files.FileErasure;
import io.tidewatch.connectors.kafka.privacy.TopicSearch.Found;
import io.tidewatch.platform.releases.ModelHistory;
import io.tidewatch.platform.releases.Service;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.ProgressLine;
import io.tidewatch.platform.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.TopicPartition;

/** The steps of an erasure, in their order. One thread, once. */
final class Erasure {
  private final Configuration config;
  private final CustomerFacts facts;
  private final SearchPlaces places;
  private final PrintWriter err;
  private final Predicate<String> agree;
  private boolean confirmed;

  /**
   * Prepares.
   *
   * @param agree asked before others' records go too
   */
  Erasure(
      Configuration config,
      CustomerFacts facts,
      SearchPlaces places,
      PrintWriter err,
      Predicate<String> agree) {
    this.config = config;
    this.facts = facts;
    this.places = places;
    this.err = err;
    this.agree = agree;
  }

  /** Returns whether the job said that it has carried the erasure out. */
  boolean isConfirmed() {
    return confirmed;
  }

  /** Does it all. */
  ErasureReceipt run(String customerId, String by, Duration wait, boolean purge)
      throws InterruptedException {
    List<String> ids = new ArrayList<>(List.of(customerId));
    ids.addAll(facts.visitors());
    say("asking the job, waiting for it at most " + wait.toSeconds() + " s");
    ErasureRequests.Outcome outcome = new ErasureRequests(config, by, wait).send(ids);
    confirmed = outcome.confirmedAt().isPresent();
    ErasureReceipt receipt =
        new ErasureReceipt(
            outcome.digest(), outcome.requestIds(), by, outcome.askedAt(), outcome.confirmedAt());
    receipt.add(job(outcome));
    topics(purge && outcome.checkpointed(), purge, wait, receipt);
    places.files().forEach(folder -> files(folder, receipt));
    database(wait, receipt);
    return receipt;
  }

  private static ErasureReceipt.Place job(ErasureRequests.Outcome outcome) {
    String name = "state of the job";
    if (outcome.confirmedAt().isEmpty()) {
      return new ErasureReceipt.Place(
          name,
          "asked, not confirmed in time",
          "everything",
          "the job runs and its stream time passes the request; see --wait");
    }
    if (!outcome.checkpointed()) {
      return new ErasureReceipt.Place(
          name, "erased", "in older checkpoints", "the next checkpoint, and old ones are gone");
    }
    return new ErasureReceipt.Place(
        name,
        "erased, with a checkpoint since",
        "in files of incremental checkpoints, and older savepoints",
        "RocksDB compacts them; delete older savepoints");
  }

  private void topics(boolean mayPurge, boolean asked, Duration wait, ErasureReceipt receipt)
      throws InterruptedException {
    TopicSteps topics = new TopicSteps(config, facts);
    List<Found> before = find(topics, "looking through topics");
    Map<TopicPartition, String> purged = Map.of();
    if (confirmed) {
      topics.removeKeys();
    }
    if (mayPurge) {
      purged = topics.purge(before, wait, agree);
    } else if (asked) {
      say("nothing is purged: the job has not confirmed a checkpoint behind the request yet");
    }
    topics.report(before, purged, find(topics, "looking again"), receipt);
    if (!before.isEmpty()) {
      models(before.stream().map(Found::firstAt).min(Instant::compareTo).orElseThrow(), receipt);
    }
  }

  private List<Found> find(TopicSteps topics, String what) {
    try (ProgressLine line = new ProgressLine(Terminal.err(err), what)) {
      return topics.find(share -> line.at(share, ""));
    }
  }

  /** Whoever was there when a release was made may be in what it learned from. */
  private void models(Instant customerSince, ErasureReceipt receipt) {
    for (Service service : ModelHistory.read(config).services()) {
      if (!service.from().isBefore(customerSince)) {
        receipt.model(
            "%s %s, since %s".formatted(service.slot().name(), service.version(), service.from()));
      }
    }
  }

  private void files(Path folder, ErasureReceipt receipt) {
    try {
      FileErasure.Result result = FileErasure.run(folder, facts.idTerms());
      receipt.add(
          new ErasureReceipt.Place(
              "files " + folder,
              "%,d lines and rows taken out of %,d files"
                  .formatted(result.lines(), result.changed()),
              result.left().isEmpty() ? "" : "in files of another kind: " + result.left(),
              result.left().isEmpty() ? "" : "somebody deletes them"));
    } catch (IOException e) {
      throw new CommandFailedException("cannot change the files of " + folder, e);
    }
  }

  /** The sink deletes; here it is only looked whether it has. */
  private void database(Duration wait, ErasureReceipt receipt) throws InterruptedException {
    if (!places.hasDatabase()) {
      return;
    }
    long deadline = System.nanoTime() + wait.toNanos();
    List<SearchPlaces.Find> left = places.inDatabase(facts.idTerms());
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(500);
      left = places.inDatabase(facts.idTerms());
    }
    receipt.add(
        left.isEmpty()
            ? ErasureReceipt.Place.clean("database", "deleted by the sink, no row left")
            : new ErasureReceipt.Place(
                "database",
                "asked the sink",
                left.stream().map(SearchPlaces.Find::place).toList().toString(),
                "the sink runs"));
  }

  private void say(String what) {
    err.println(what);
    err.flush();
  }
}
