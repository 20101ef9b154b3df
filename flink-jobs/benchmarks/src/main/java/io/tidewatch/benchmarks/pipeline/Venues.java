package io.tidewatch.benchmarks.pipeline;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The venues of a process: each is made when it is first asked for, cleared for whoever asks for it
 * again, and closed with this. One bench after the other.
 */
public final class Venues implements AutoCloseable {
  private record Size(int customers, Market market) {}

  private final Scratch scratch = Scratch.create();
  private final Map<Size, Venue> open = new LinkedHashMap<>();

  /** Returns a venue with {@value Prefill#OFFERS} offers in the market. */
  public Venue venue(int customers) throws InterruptedException {
    return venue(customers, Market.of(Prefill.OFFERS));
  }

  /**
   * Returns a venue.
   *
   * @param customers how many customers
   * @param market the offers that are live, and the policy
   */
  public Venue venue(int customers, Market market) throws InterruptedException {
    Size size = new Size(customers, market);
    if (!open.containsKey(size)) {
      Path folder = scratch.folder("venue-" + (open.size() + 1));
      open.put(size, Venue.open(customers, market, scratch.folder("pasts"), folder));
    }
    Venue venue = open.get(size);
    venue.clear();
    return venue;
  }

  @Override
  public void close() {
    open.values().forEach(Venue::close);
    scratch.close();
  }
}
