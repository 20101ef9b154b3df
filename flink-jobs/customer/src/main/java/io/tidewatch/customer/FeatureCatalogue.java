package io.tidewatch.customer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** All features in the order of the feature vector, and the digest that names this catalogue. */
public final class FeatureCatalogue {
  private static final Feature[] FEATURES = Feature.values();
  private static final List<Feature> LIST = List.of(FEATURES);
  private static final String DIGEST = digestOf(LIST);

  private FeatureCatalogue() {}

  /** Returns the features in the order of the vector. */
  public static List<Feature> features() {
    return LIST;
  }

  /** Returns the length of the vector. */
  public static int size() {
    return FEATURES.length;
  }

  /**
   * Returns the digest that a model and its job must agree on: SHA-256, in hexadecimal digits, of
   * one UTF-8 line {@code name|unit|window|type\n} for each feature, in order.
   */
  public static String digest() {
    return DIGEST;
  }

  /**
   * Computes the feature vector. The same state and time give the same bits on every machine.
   *
   * @param state the customer; not changed
   * @param atMicros time t; events of the state that are newer than t count as if they were at t
   * @param out receives {@link #size} finite values from position 0
   * @throws IllegalArgumentException if {@code out} is too short
   */
  public static void vector(CustomerState state, long atMicros, float[] out) {
    if (out.length < FEATURES.length) {
      throw new IllegalArgumentException(
          "out holds " + out.length + " values, the vector has " + FEATURES.length);
    }
    CustomerAt customer = new CustomerAt(state, Seconds.ofMicros(atMicros));
    for (int i = 0; i < FEATURES.length; i++) {
      out[i] = FEATURES[i].of(customer);
    }
  }

  private static String digestOf(List<Feature> features) {
    StringBuilder lines = new StringBuilder();
    for (Feature feature : features) {
      lines.append(feature.featureName()).append('|').append(feature.unit()).append('|');
      lines.append(feature.window()).append('|').append(feature.type()).append('\n');
    }
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes(lines));
      return HexFormat.of().formatHex(sha);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
