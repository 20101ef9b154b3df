package io.tidewatch.scoring;

import java.util.Arrays;

/**
 * The customers whose changes are not in keyed state yet, and in which order they go there: as an
 * elevator goes, from one key group to the next and round again, within a group by key. That is the
 * order in which RocksDB keeps them, so a change finds its place in the write buffer beside the one
 * before it, where the processor's caches still are.
 *
 * <p>Who is changed in the group whose turn it is waits for the next round. One thread; allocates
 * only where a group grows, and to sort it when its turn comes.
 */
final class UnwrittenChanges {
  private static final Customer[] NONE = {};

  private final Customer[][] groups;
  private final int[] sizes;
  private int size;
  private int nextGroup;
  private Customer[] turn = NONE; // holds null where somebody was removed
  private int turnSize;

  /** Creates an empty set of customers of so many key groups. */
  UnwrittenChanges(int groups) {
    this.groups = new Customer[groups][];
    this.sizes = new int[groups];
    Arrays.fill(this.groups, NONE);
  }

  int size() {
    return size;
  }

  /** Adds a customer who is not in it. */
  void add(Customer customer) {
    int group = customer.group;
    int place = sizes[group]++;
    if (place == groups[group].length) {
      groups[group] = Arrays.copyOf(groups[group], Math.max(4, 2 * place));
    }
    groups[group][place] = customer;
    customer.place = place;
    customer.dirty = true;
    size++;
  }

  /** Removes a customer who is in it, out of turn. */
  void remove(Customer customer) {
    if (customer.due) {
      turn[customer.place] = null;
    } else {
      Customer[] group = groups[customer.group];
      int last = --sizes[customer.group];
      group[customer.place] = group[last];
      group[customer.place].place = customer.place;
      group[last] = null;
    }
    removed(customer);
  }

  /** Removes the one who is to be written next, and returns it; null if it is empty. */
  Customer next() {
    if (size == 0) {
      return null;
    }
    while (true) {
      while (turnSize > 0) {
        Customer customer = turn[--turnSize];
        turn[turnSize] = null;
        if (customer != null) {
          removed(customer);
          return customer;
        }
      }
      beginTurn();
    }
  }

  private void beginTurn() {
    while (sizes[nextGroup] == 0) {
      nextGroup = nextGroup + 1 == groups.length ? 0 : nextGroup + 1;
    }
    Customer[] spare = turn;
    turn = groups[nextGroup];
    turnSize = sizes[nextGroup];
    groups[nextGroup] = spare;
    sizes[nextGroup] = 0;
    Arrays.sort(turn, 0, turnSize, UnwrittenChanges::fromLastKey);
    for (int place = 0; place < turnSize; place++) {
      turn[place].place = place;
      turn[place].due = true;
    }
    nextGroup = nextGroup + 1 == groups.length ? 0 : nextGroup + 1;
  }

  // From the last key to the first, because the turn's customers are taken from the end; in the
  // order of what Flink's serializer makes of strings, where the length comes first.
  private static int fromLastKey(Customer one, Customer other) {
    int byLength = other.id.length() - one.id.length();
    return byLength == 0 ? other.id.compareTo(one.id) : byLength;
  }

  private void removed(Customer customer) {
    customer.due = false;
    customer.dirty = false;
    size--;
  }
}
