package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;

/**
 * Events that are processed together, in order of arrival. They are dealt out in waves: wave k
 * holds the k-th event of each customer, so that all customers of a wave are different and the
 * models can take them in one batch, while the events of one customer keep their order.
 *
 * <pre>
 *   arrival   a1 b1 a2 c1 a3 b2
 *   waves     a1 b1    c1
 *                   a2       b2
 *                         a3
 * </pre>
 *
 * One thread; allocates nothing after the first bundles.
 */
final class Bundle {
  private final Turn[] turns;
  private final Turn[] wave;
  private int size;
  private int waveSize;

  Bundle(int capacity) {
    this.turns = new Turn[capacity];
    this.wave = new Turn[capacity];
  }

  void add(String customerId, Inbound inbound) {
    Turn turn = turns[size];
    if (turn == null) {
      turn = new Turn(size);
      turns[size] = turn;
    }
    turn.customerId = customerId;
    turn.inbound = inbound;
    size++;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == turns.length;
  }

  /** Returns the turns of the wave at hand; the first {@link #waveSize} are set. */
  Turn[] wave() {
    return wave;
  }

  int waveSize() {
    return waveSize;
  }

  /** Looks up every customer once and forms the first wave. */
  void firstWave(HotCustomers customers) throws Exception {
    waveSize = 0;
    for (int i = 0; i < size; i++) {
      Turn turn = turns[i];
      turn.customer = customers.get(turn.customerId);
      Turn before = turn.customer.lastTurn;
      turn.customer.lastTurn = turn;
      if (before == null) {
        wave[waveSize++] = turn;
      } else {
        before.sameCustomer = turn;
      }
    }
  }

  /** Forms the wave after the one at hand; an empty one if that was the last. */
  void nextWave() {
    int next = 0;
    for (int i = 0; i < waveSize; i++) {
      if (wave[i].sameCustomer != null) {
        wave[next++] = wave[i].sameCustomer;
      }
    }
    waveSize = next;
  }

  /** Gives the customers back and empties the bundle. */
  void release(HotCustomers customers) throws Exception {
    for (int i = 0; i < size; i++) {
      Turn turn = turns[i];
      if (turn.customer.lastTurn == turn) {
        turn.customer.lastTurn = null;
        customers.release(turn.customer);
      }
      turn.clear();
    }
    size = 0;
  }
}
