package io.tidewatch.models.signing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Whose signatures under releases are believed. Immutable, may be shared by threads. */
public final class TrustedKeys {
  private final Map<String, VerifyingKey> byId;
  private final boolean allowsUnsigned;

  private TrustedKeys(Collection<VerifyingKey> keys, boolean allowsUnsigned) {
    var sorted = new TreeMap<String, VerifyingKey>();
    keys.forEach(key -> sorted.put(key.id(), key));
    byId = Collections.unmodifiableMap(sorted);
    this.allowsUnsigned = allowsUnsigned;
  }

  /** Trusts some keys; none at all means that nothing is believed. */
  public static TrustedKeys of(Collection<VerifyingKey> keys) {
    return new TrustedKeys(keys, false);
  }

  /** Trusts some keys. */
  public static TrustedKeys of(VerifyingKey... keys) {
    return of(List.of(keys));
  }

  /**
   * Reads keys as a configuration names them: each the path of a PEM file, or a key itself as
   * {@link VerifyingKey#base64()} writes it.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException naming what is no key
   */
  public static TrustedKeys read(List<String> entries) throws IOException {
    var keys = new ArrayList<VerifyingKey>();
    for (String entry : entries) {
      keys.add(
          entry.startsWith(VerifyingKey.BASE64_PREFIX)
              ? VerifyingKey.parse(entry)
              : VerifyingKey.read(Path.of(entry)));
    }
    return of(keys);
  }

  /**
   * Returns the same keys, but lets releases pass that carry no signature or one of an unknown key.
   * A signature of a known key that does not fit is refused all the same.
   */
  public TrustedKeys orUnsigned() {
    return new TrustedKeys(byId.values(), true);
  }

  /** Returns whether a release may do without the signature of a trusted key. */
  public boolean allowsUnsigned() {
    return allowsUnsigned;
  }

  /** Returns the key of an id. */
  public Optional<VerifyingKey> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns the ids of all keys, in order. */
  public Set<String> ids() {
    return byId.keySet();
  }

  /** Returns all keys as {@link VerifyingKey#base64()} writes them. */
  public List<String> base64() {
    return byId.values().stream().map(VerifyingKey::base64).toList();
  }

  @Override
  public String toString() {
    return byId.keySet() + (allowsUnsigned ? " or unsigned" : "");
  }
}
