package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;

/**
 * The customers in memory: a write-back cache in front of keyed state. A customer is read when
 * first asked for, changed in memory, and written when there is no longer room for it, when too
 * many changes are unwritten, or when {@link #flush} asks for it, which must be before every
 * checkpoint.
 *
 * <p>Who must make room is found by the clock algorithm: the hand passes over those with a hit
 * since its last round, and a newcomer has none, so that customers who come once do not drive out
 * those who come often. Of the changes no more than allowed ({@link #allowDirty}) are unwritten
 * between bundles, which bounds how long {@link #flush} holds up a checkpoint; they are written in
 * the order of {@link UnwrittenChanges}.
 *
 * <p>Between {@link #get} and {@link #release} a customer stays in memory whatever the bounds say,
 * so that a bundle sees one object per customer. That a customer is unknown is forgotten at
 * release. One thread; a hit allocates nothing.
 */
final class HotCustomers {
  static final int NO_SLOT = -1;

  /** Where states are that are not in memory. */
  interface Store {
    /** Returns the state, null if there is none. */
    CustomerState read(String customerId) throws Exception;

    void write(String customerId, CustomerState state) throws Exception;

    void remove(String customerId) throws Exception;

    /**
     * Takes a state that left memory; from now on it is the store's alone. Its memory can take the
     * next state that is read: the old generation, where states in memory lie, would else fill with
     * dead ones.
     */
    default void takeBack(CustomerState state) {}

    /** Returns how many key groups there are. */
    int groups();

    /** Returns the key group of a customer, below {@link #groups}. */
    int group(String customerId);
  }

  private final Store store;
  private final Customer[] clock;
  private final UnwrittenChanges unwritten;
  private Customer[] buckets = new Customer[1 << 10];
  private int size;
  private int slotsUsed; // slots from here on were never taken
  private int hand;
  private int maxDirty;
  private long hits;
  private long misses;
  private long evictions;
  private long writes;

  /**
   * Creates an empty cache, in which all changes may be unwritten.
   *
   * @param capacity customers kept between bundles, at least 0
   */
  HotCustomers(int capacity, Store store) {
    this.clock = new Customer[capacity];
    this.maxDirty = capacity;
    this.store = store;
    this.unwritten = new UnwrittenChanges(store.groups());
  }

  /** Says how many customers may have unwritten changes from the next release on, at least 0. */
  void allowDirty(int customers) {
    maxDirty = customers;
  }

  /**
   * Returns a customer, who stays in memory until released; of an unknown one the state is null.
   */
  Customer get(String customerId) throws Exception {
    int hash = spread(customerId.hashCode());
    Customer customer = buckets[hash & (buckets.length - 1)];
    while (customer != null) {
      if (customer.hash == hash && customer.id.equals(customerId)) {
        customer.hit = true;
        customer.held = true;
        hits++;
        return customer;
      }
      customer = customer.sameBucket;
    }
    misses++;
    return insert(new Customer(customerId, hash, store.group(customerId), store.read(customerId)));
  }

  /** Says that the customer's state is no longer the one that is stored. */
  void changed(Customer customer) {
    if (!customer.dirty) {
      unwritten.add(customer);
    }
  }

  /** Forgets the customer's state, here and in the store. */
  void erase(Customer customer) throws Exception {
    if (customer.dirty) {
      unwritten.remove(customer);
    }
    customer.state = null;
    customer.timerAt = 0;
    store.remove(customer.id);
  }

  /** Gives a customer back; from now on the bounds hold for the customer too. */
  void release(Customer customer) throws Exception {
    customer.held = false;
    if (customer.state == null) {
      if (customer.slot != NO_SLOT) {
        clock[customer.slot] = null;
      }
      remove(customer);
    } else if (customer.slot == NO_SLOT) {
      takeSlot(customer);
    }
    while (unwritten.size() > maxDirty) {
      write(unwritten.next());
    }
  }

  /** Writes all changes; afterwards the store has what is here. */
  void flush() throws Exception {
    while (unwritten.size() > 0) {
      write(unwritten.next());
    }
  }

  private void takeSlot(Customer customer) throws Exception {
    if (clock.length == 0) {
      evict(customer);
      return;
    }
    int slot = slotsUsed < clock.length ? slotsUsed++ : freeSlot();
    if (slot == NO_SLOT) {
      evict(customer);
      return;
    }
    customer.hit = false;
    customer.slot = slot;
    clock[slot] = customer;
  }

  private int freeSlot() throws Exception {
    // In the second round no hit is left; NO_SLOT then means that the bundle at hand needs them
    // all.
    for (int step = 0; step < 2 * clock.length; step++) {
      int slot = hand;
      hand = hand + 1 == clock.length ? 0 : hand + 1;
      Customer there = clock[slot];
      if (there == null) {
        return slot; // erased
      }
      if (!there.hit && !there.held) {
        evict(there);
        return slot;
      }
      there.hit = false;
    }
    return NO_SLOT;
  }

  private void evict(Customer customer) throws Exception {
    if (customer.dirty) {
      unwritten.remove(customer);
      write(customer);
    }
    remove(customer);
    store.takeBack(customer.state);
    customer.state = null;
    evictions++;
  }

  private void write(Customer customer) throws Exception {
    store.write(customer.id, customer.state);
    writes++;
  }

  private Customer insert(Customer customer) {
    if (size == buckets.length) {
      grow();
    }
    int bucket = customer.hash & (buckets.length - 1);
    customer.sameBucket = buckets[bucket];
    buckets[bucket] = customer;
    size++;
    return customer;
  }

  private void remove(Customer customer) {
    int bucket = customer.hash & (buckets.length - 1);
    Customer before = null;
    for (Customer at = buckets[bucket]; at != customer; at = at.sameBucket) {
      before = at;
    }
    if (before == null) {
      buckets[bucket] = customer.sameBucket;
    } else {
      before.sameBucket = customer.sameBucket;
    }
    // Or, dead but tenured, it would keep those that came after it from an early end.
    customer.sameBucket = null;
    customer.slot = NO_SLOT;
    size--;
  }

  private void grow() {
    Customer[] old = buckets;
    buckets = new Customer[2 * old.length];
    for (Customer first : old) {
      for (Customer at = first; at != null; ) {
        Customer next = at.sameBucket;
        int bucket = at.hash & (buckets.length - 1);
        at.sameBucket = buckets[bucket];
        buckets[bucket] = at;
        at = next;
      }
    }
  }

  // Key groups are drawn from the same hash codes, so their low bits are far from even in one
  // subtask: the multiplication brings all bits into the low ones (Fibonacci hashing).
  private static int spread(int hashCode) {
    int mixed = hashCode * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }

  int size() {
    return size;
  }

  int dirty() {
    return unwritten.size();
  }

  long hits() {
    return hits;
  }

  long misses() {
    return misses;
  }

  long evictions() {
    return evictions;
  }

  long writes() {
    return writes;
  }
}
