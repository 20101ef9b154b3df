package io.tidewatch.models.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The guards that need no truth: they look at a full window of a model.
 *
 * <p>Data drift is not the model's fault: where the champion before is known, a shift of scores and
 * a cost count only if they are more than twice what that one had on the traffic before the swap.
 */
final class WindowGuards {
  private static final double WORSE_THAN_BEFORE = 2;

  private final GuardRules rules;
  private final Optional<Reference> reference;
  private final Optional<Baseline> before;

  WindowGuards(GuardRules rules, Optional<Reference> reference, Optional<Baseline> before) {
    this.rules = rules;
    this.reference = reference;
    this.before = before;
  }

  /** Judges what needs only one bad score. */
  Verdict notFinite(ModelWindow window) {
    return new Verdict(
        Guard.NOT_FINITE,
        window.notFinite() > 0,
        window.notFinite(),
        0,
        text(
            "%d of %d scores are no probabilities (NaN, infinite or outside 0 to 1), allowed 0",
            window.notFinite(), window.count()));
  }

  /**
   * Judges a full window.
   *
   * @param raiseAt churn probability at which alerts are raised
   */
  List<Verdict> judge(ModelWindow window, double raiseAt) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(notFinite(window));
    for (Occasion occasion : Occasion.values()) {
      if (window.scores(occasion).count() >= rules.minScorings()) {
        scoreShift(window, occasion).ifPresent(verdicts::add);
        alertRate(window, occasion, raiseAt).ifPresent(verdicts::add);
      }
    }
    scoringTime(window).ifPresent(verdicts::add);
    return verdicts;
  }

  private Optional<Verdict> scoreShift(ModelWindow window, Occasion occasion) {
    return reference
        .flatMap(known -> known.sample(occasion))
        .map(
            sample -> {
              double psi = sample.histogram().psi(window.scores(occasion));
              double baseline = before.map(champion -> champion.shift(occasion)).orElse(0.0);
              double threshold = Math.max(rules.scoreShift(), WORSE_THAN_BEFORE * baseline);
              return new Verdict(
                  Guard.SCORE_SHIFT,
                  psi > threshold,
                  psi,
                  threshold,
                  text(
                      "population stability index of %d scores %s against the release's reference"
                          + " is %.2f, threshold %.2f%s",
                      window.scores(occasion).count(),
                      when(occasion),
                      psi,
                      threshold,
                      before.isEmpty() ? "" : text(" (the champion before had %.2f)", baseline)));
            });
  }

  private Optional<Verdict> alertRate(ModelWindow window, Occasion occasion, double raiseAt) {
    Optional<ScoreHistogram> usual =
        before
            .map(champion -> champion.window().scores(occasion))
            .filter(scores -> 2 * scores.count() >= rules.minScorings())
            .or(() -> reference.flatMap(known -> known.sample(occasion)).map(Sample::histogram));
    return usual.map(
        scores -> {
          double expected = scores.shareAtLeast(raiseAt);
          double share = window.scores(occasion).shareAtLeast(raiseAt);
          boolean more = share > 2 * expected && share - expected > rules.alertChange();
          boolean fewer = share < expected / 2 && expected - share > rules.alertChange();
          double threshold =
              share >= expected
                  ? Math.max(2 * expected, expected + rules.alertChange())
                  : Math.min(expected / 2, expected - rules.alertChange());
          return new Verdict(
              Guard.ALERT_RATE,
              more || fewer,
              share,
              Math.max(0, threshold),
              text(
                  "%.1f %% of %d scores %s reach the alerts' threshold %.2f, expected %.1f %%,"
                      + " borders %.1f and %.1f %%",
                  100 * share,
                  window.scores(occasion).count(),
                  when(occasion),
                  raiseAt,
                  100 * expected,
                  100 * Math.max(0, Math.min(expected / 2, expected - rules.alertChange())),
                  100 * Math.max(2 * expected, expected + rules.alertChange())));
        });
  }

  private Optional<Verdict> scoringTime(ModelWindow window) {
    long median = window.medianNanos();
    if (median == 0) {
      return Optional.empty();
    }
    long usual = before.map(champion -> champion.window().medianNanos()).orElse(0L);
    double threshold = Math.max(rules.scoringNanos(), WORSE_THAN_BEFORE * usual);
    return Optional.of(
        new Verdict(
            Guard.SCORING_TIME,
            median > threshold,
            median,
            threshold,
            text(
                "median cost of a scoring is %.1f us over %d scorings, threshold %.1f us",
                median / 1e3, window.count(), threshold / 1e3)));
  }

  private static String when(Occasion occasion) {
    return occasion == Occasion.REGULAR ? "at regular times" : "at events";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
