package io.tidewatch.customer;

/**
 * A 64-bit hash of a text: FNV-1a over its UTF-16 units (Fowler, Noll, Vo), then the finaliser of
 * MurmurHash3 (Appleby), so that every bit depends on every character and any bits may be cut out.
 * Deterministic on every machine, allocates nothing. Not for secrets.
 */
final class TextHash {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private TextHash() {}

  static long of(String text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** The upper 32 bits. */
  static int of32(String text) {
    return (int) (of(text) >>> 32);
  }
}
