package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.platform.embedded.Connection;
import java.nio.file.Path;

/**
 * Where a bench takes place: a broker in its own process, customers with a past, and releases,
 * offers and a policy in service. One thread.
 */
public final class Venue {
  private final BrokerProcess broker;
  private final Prefill prefill;
  private final int customers;
  private final Market market;

  private Venue(BrokerProcess broker, Prefill prefill, int customers, Market market) {
    this.broker = broker;
    this.prefill = prefill;
    this.customers = customers;
    this.market = market;
  }

  /**
   * Starts the broker and fills the states.
   *
   * @param customers how many customers
   * @param market the offers that are live, and the policy
   * @param pasts folder for what does not depend on either; whoever comes first fills it
   * @param folder for everything else that is written
   */
  static Venue open(int customers, Market market, Path pasts, Path folder)
      throws InterruptedException {
    BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
    try {
      Prefill prefill =
          Prefill.make(broker.connection(), customers, market, pasts, folder.resolve("prefill"));
      return new Venue(broker, prefill, customers, market);
    } catch (InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** Makes all topics anew, so that a job goes on from the prefill as the first one did. */
  void clear() throws InterruptedException {
    try (BrokerAdmin admin = new BrokerAdmin(broker.connection())) {
      admin.clear(topic -> true);
    }
    Opening.announce(broker.connection(), prefill.models(), market);
  }

  /** Returns where clients reach the broker and the registry. */
  public Connection connection() {
    return broker.connection();
  }

  /** Returns what the jobs begin with. */
  public Prefill prefill() {
    return prefill;
  }

  /** Returns how many customers there are. */
  public int customers() {
    return customers;
  }

  void close() {
    broker.close();
  }
}
