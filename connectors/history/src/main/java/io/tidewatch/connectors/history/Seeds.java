package io.tidewatch.connectors.history;

import java.util.SplittableRandom;

/**
 * Random streams that depend on a seed and names only, not on the order in which they are drawn: a
 * customer's simulated events stay the same whichever other customers there are.
 */
final class Seeds {
  private Seeds() {}

  /** Returns a stream for the names, such as a purpose and a customer id. */
  static SplittableRandom random(long seed, String... names) {
    return new SplittableRandom(hash(seed, names));
  }

  /** Returns a number in [0, 1) for the names. */
  static double share(long seed, String... names) {
    return (hash(seed, names) >>> 11) * 0x1.0p-53;
  }

  /** Draws a waiting time with the given mean. The same on every machine. */
  static double exponential(SplittableRandom random, double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  private static long hash(long seed, String... names) {
    // FNV-1a over the characters, then the finalizer of MurmurHash3.
    long hash = 0xcbf29ce484222325L ^ seed;
    for (String name : names) {
      for (int i = 0; i < name.length(); i++) {
        hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ 0xffff) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
