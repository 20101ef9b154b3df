package io.tidewatch.scoring;

import io.tidewatch.models.LayerEngine;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine with a function that gives zeros, and one that never gives the same twice, though
 * nearly: its results pass the probes, and no comparison of bits.
 */
public final class JitterEngine implements LayerEngine {
  static final String STEADY = "STEADY";
  private static final String JITTER = "JITTER";

  private static final AtomicInteger CALLS = new AtomicInteger();

  /** Creates it; the service loader does. */
  public JitterEngine() {}

  @Override
  public String name() {
    return "jitter";
  }

  @Override
  public boolean serves(String function) {
    return function.equals(STEADY) || function.equals(JITTER);
  }

  @Override
  public void apply(String function, float[] values) {
    Arrays.fill(values, function.equals(STEADY) ? 0 : 1e-6f * (CALLS.incrementAndGet() % 7));
  }
}
