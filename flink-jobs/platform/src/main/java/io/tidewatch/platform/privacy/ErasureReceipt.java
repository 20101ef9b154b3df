package io.tidewatch.platform.privacy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done for an erasure, place by place, and what remains until when. Names the customer by
 * digest only. One thread.
 */
final class ErasureReceipt {
  private static final String ROW = "%-34s  %-44s  %-40s  %s%n";

  /**
   * One place.
   *
   * @param name such as {@code topic purchases}
   * @param done what was done there
   * @param remains what is still there; empty if nothing
   * @param until when that goes; empty if nothing remains, or it is not known
   */
  record Place(String name, String done, String remains, String until) {
    static Place clean(String name, String done) {
      return new Place(name, done, "", "");
    }
  }

  private final String digest;
  private final List<String> requestIds;
  private final String by;
  private final Instant askedAt;
  private final Optional<Instant> confirmedAt;
  private final List<Place> places = new ArrayList<>();
  private final List<String> models = new ArrayList<>();

  /**
   * Begins a receipt.
   *
   * @param digest the job's digest of the customer; empty if the job has not confirmed
   * @param requestIds event ids of the requests, one for each id of the customer
   */
  ErasureReceipt(
      String digest,
      List<String> requestIds,
      String by,
      Instant askedAt,
      Optional<Instant> confirmedAt) {
    this.digest = digest;
    this.requestIds = List.copyOf(requestIds);
    this.by = by;
    this.askedAt = askedAt;
    this.confirmedAt = confirmedAt;
  }

  void add(Place place) {
    places.add(place);
  }

  /** Names a release that may have learned from the customer. */
  void model(String release) {
    models.add(release);
  }

  List<Place> places() {
    return List.copyOf(places);
  }

  /** Returns the receipt as one document. */
  ObjectNode json() {
    ObjectNode receipt = Json.object();
    receipt.put("customerDigest", digest);
    requestIds.forEach(receipt.putArray("requests")::add);
    receipt.put("requestedBy", by);
    receipt.put("requestedAt", askedAt.toString());
    receipt.put("confirmedAt", confirmedAt.map(Instant::toString).orElse(null));
    ArrayNode rows = receipt.putArray("places");
    for (Place place : places) {
      ObjectNode row = rows.addObject();
      row.put("place", place.name());
      row.put("done", place.done());
      row.put("remains", place.remains());
      row.put("until", place.until());
    }
    models.forEach(receipt.putArray("modelsThatMayHaveLearnedFromTheCustomer")::add);
    return receipt;
  }

  /** Prints it as a table. */
  void print(PrintWriter out) {
    out.printf(
        "customer %s, asked by %s at %s, %s%n%n",
        digest.isEmpty() ? "(no digest: not confirmed)" : digest,
        by,
        askedAt,
        confirmedAt
            .map(at -> "carried out by the job at " + at)
            .orElse("NOT CONFIRMED by the job"));
    out.printf(ROW, "place", "done", "remains", "until");
    for (Place place : places) {
      out.printf(
          ROW,
          place.name(),
          place.done(),
          place.remains().isEmpty() ? "nothing" : place.remains(),
          place.until());
    }
    Stream.of(models)
        .filter(all -> !all.isEmpty())
        .forEach(
            all ->
                out.printf(
                    "%nreleases that were pushed after the customer's first record, whose training"
                        + " may have had the customer:%n  %s%n",
                    String.join(System.lineSeparator() + "  ", all)));
  }
}
