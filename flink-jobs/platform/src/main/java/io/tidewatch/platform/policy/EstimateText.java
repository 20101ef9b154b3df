package io.tidewatch.platform.policy;

import io.tidewatch.training.uplift.SampleRatio;
import java.util.Locale;

/** Estimates for people, alike in all tables. */
final class EstimateText {
  private EstimateText() {}

  /** Returns group sizes, the probability of such sizes by chance, and what follows. */
  static String of(SampleRatio ratio) {
    return String.format(
        Locale.ROOT,
        "%s, p = %.3g: %s",
        String.join(" / ", ratio.observed().stream().map(String::valueOf).toList()),
        ratio.p(),
        ratio.mismatch()
            ? "MISMATCH, customers were lost or moved between the groups; trust no effect below"
            : "as by lot");
  }
}
