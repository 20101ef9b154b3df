package io.tidewatch.scoring;

import io.tidewatch.models.monitor.GuardRules;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of the guards, which roll back a churn model that does not do what it should. */
public final class GuardOptions {
  /** Whether there are guards. */
  public static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("guards.enabled")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether scores are counted and judged, and a champion on which a guard trips is"
                  + " rolled back. Without it there are no drift metrics either.");

  /** How many scorings are judged together. */
  public static final ConfigOption<Integer> WINDOW_EVENTS =
      ConfigOptions.key("guards.window-events")
          .intType()
          .defaultValue(GuardRules.DEFAULT.windowScorings())
          .withDescription(
              "Scorings (at events and at regular times) that are judged together. A bad champion"
                  + " is found before it has scored 1.25 times as many, or as many and 64 for each"
                  + " subtask if that is more; customers who never bought do not count.");

  /** How many scores of an occasion are needed. */
  public static final ConfigOption<Integer> MIN_SCORES =
      ConfigOptions.key("guards.min-scores")
          .intType()
          .defaultValue(GuardRules.DEFAULT.minScorings())
          .withDescription(
              "Scores at events, or at regular times, in a window below which the guards do not"
                  + " judge them; at most half of guards.window-events.");

  /** How long a release is on probation. */
  public static final ConfigOption<Long> PROBATION_EVENTS =
      ConfigOptions.key("guards.probation-events")
          .longType()
          .defaultValue(GuardRules.DEFAULT.probationScorings())
          .withDescription(
              "Scorings after a swap in which a shift of scores, alerts or costs rolls back; later"
                  + " it is drift, and shown as metrics. Scores that are no numbers, and truth, are"
                  + " judged at all times.");

  /** How far scores may shift. */
  public static final ConfigOption<Double> SCORE_SHIFT =
      ConfigOptions.key("guards.score-shift")
          .doubleType()
          .defaultValue(GuardRules.DEFAULT.scoreShift())
          .withDescription(
              "Population stability index of the scores against the release's reference beyond"
                  + " which it is rolled back, unless the champion before had half of it on the"
                  + " same traffic.");

  /** How far the share of alerts may move. */
  public static final ConfigOption<Double> ALERT_CHANGE =
      ConfigOptions.key("guards.alert-change")
          .doubleType()
          .defaultValue(GuardRules.DEFAULT.alertChange())
          .withDescription(
              "How far the share of scores that reach the policy's raiseAt may move, 0 to 1, from"
                  + " that of the champion before (or the release's reference); it must have"
                  + " doubled or halved, too.");

  /** What a scoring may cost. */
  public static final ConfigOption<Duration> SCORING_TIME =
      ConfigOptions.key("guards.scoring-time")
          .durationType()
          .defaultValue(Duration.ofNanos(GuardRules.DEFAULT.scoringNanos()))
          .withDescription(
              "Median time of one customer's step and score beyond which a release is rolled back,"
                  + " unless the champion before needed half of it.");

  /** Of how many customers the truth is awaited. */
  public static final ConfigOption<Double> TRUTH_SHARE =
      ConfigOptions.key("guards.truth-share")
          .doubleType()
          .defaultValue(0.05)
          .withDescription(
              "Share of customers, 0 to 1, drawn by a hash of the id, whose scores are compared"
                  + " with what they bought within the model's horizon.");

  /** How many matured scores are needed. */
  public static final ConfigOption<Integer> MIN_OUTCOMES =
      ConfigOptions.key("guards.min-outcomes")
          .intType()
          .defaultValue(GuardRules.DEFAULT.minOutcomes())
          .withDescription(
              "Matured scores below which AUC and calibration are not judged, 10 to 4000.");

  /** How far the AUC may fall. */
  public static final ConfigOption<Double> AUC_LOSS =
      ConfigOptions.key("guards.auc-loss")
          .doubleType()
          .defaultValue(GuardRules.DEFAULT.aucLoss())
          .withDescription(
              "How far the AUC of matured scores may surely (by 99 %) lie below the release's"
                  + " reference; a release without a reference must not surely lie below chance.");

  /** How far the calibration error may rise. */
  public static final ConfigOption<Double> CALIBRATION_LOSS =
      ConfigOptions.key("guards.calibration-loss")
          .doubleType()
          .defaultValue(GuardRules.DEFAULT.calibrationLoss())
          .withDescription(
              "How far the calibration error of matured scores may lie above the release's"
                  + " reference.");

  /** What becomes of a champion without one before it. */
  public static final ConfigOption<WithoutPrevious> WITHOUT_PREVIOUS =
      ConfigOptions.key("guards.without-previous")
          .enumType(WithoutPrevious.class)
          .defaultValue(WithoutPrevious.KEEP)
          .withDescription(
              "What becomes of a champion on which a guard trips and that has none before it. keep:"
                  + " it serves on, and model-status calls it SUSPECT. retire: it is taken out, and"
                  + " nobody is scored until another release is pushed.");

  /** Whether a winning challenger is promoted. */
  public static final ConfigOption<Boolean> PROMOTE =
      ConfigOptions.key("guards.promote-challenger")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a challenger becomes the champion once its AUC of matured scores is surely"
                  + " higher (DeLong's test of two samples, one-sided, 1 %).");

  static final List<ConfigOption<?>> ALL =
      List.of(
          ENABLED,
          WINDOW_EVENTS,
          MIN_SCORES,
          PROBATION_EVENTS,
          SCORE_SHIFT,
          ALERT_CHANGE,
          SCORING_TIME,
          TRUTH_SHARE,
          MIN_OUTCOMES,
          AUC_LOSS,
          CALIBRATION_LOSS,
          WITHOUT_PREVIOUS,
          PROMOTE);

  private GuardOptions() {}

  /** Returns the settings; the configuration has checked them. */
  static GuardSettings settings(ScoringConfig config) {
    return new GuardSettings(
        config.get(ENABLED),
        new GuardRules(
            config.get(WINDOW_EVENTS),
            config.get(MIN_SCORES),
            config.get(PROBATION_EVENTS),
            config.get(SCORE_SHIFT),
            config.get(ALERT_CHANGE),
            config.get(SCORING_TIME).toNanos(),
            config.get(MIN_OUTCOMES),
            config.get(AUC_LOSS),
            config.get(CALIBRATION_LOSS)),
        config.get(TRUTH_SHARE),
        config.get(WITHOUT_PREVIOUS),
        config.get(PROMOTE));
  }
}
