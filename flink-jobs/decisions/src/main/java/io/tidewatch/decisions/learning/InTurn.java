package io.tidewatch.decisions.learning;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Values by name, for those who ask for the same names in the same order again and again, as each
 * decision does for its offers: the next places are looked at first, where the very same string is
 * found in a nanosecond or two, and only then a map. One thread.
 *
 * @param <T> kind of values
 */
public final class InTurn<T> {
  private static final int NEAR = 8; // places that are looked at before the map
  private static final int UNKNOWN = -1;

  private final Map<String, Integer> places = new HashMap<>();
  private String[] names = new String[16];
  private Object[] values = new Object[16];
  private int size;
  private int next;

  /** Returns the value of a name, null if it has none. */
  @SuppressWarnings("unchecked") // only put adds values
  public T get(String name) {
    int place = find(name);
    return place == UNKNOWN ? null : (T) values[place];
  }

  /** Gives a name a value, in place of the one that it had. */
  public void put(String name, T value) {
    int place = find(name);
    if (place == UNKNOWN) {
      if (size == names.length) {
        names = Arrays.copyOf(names, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      place = size++;
      places.put(name, place);
    }
    names[place] = name;
    values[place] = value;
  }

  /** Forgets everything. */
  public void clear() {
    places.clear();
    Arrays.fill(names, null);
    Arrays.fill(values, null);
    size = 0;
    next = 0;
  }

  @SuppressWarnings("StringEquality") // equal ones that are not the same are found by the map
  private int find(String name) {
    int end = Math.min(size, next + NEAR);
    for (int i = next; i < end; i++) {
      if (names[i] == name) {
        next = i + 1;
        return i;
      }
    }
    Integer place = places.get(name);
    if (place == null) {
      return UNKNOWN;
    }
    next = place + 1;
    return place;
  }
}
