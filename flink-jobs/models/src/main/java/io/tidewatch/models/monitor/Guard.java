package io.tidewatch.models.monitor;

/** What can be wrong with a model that serves. */
public enum Guard {
  /** Scores are NaN, infinite or no probabilities. */
  NOT_FINITE,
  /** Scores are spread otherwise than the release's reference says. */
  SCORE_SHIFT,
  /** Far more or far fewer scores reach the threshold of alerts than before. */
  ALERT_RATE,
  /** A scoring costs too much. */
  SCORING_TIME,
  /** The scores rank customers worse than the release says, now that one knows who bought. */
  AUC,
  /** The scores are no honest probabilities, now that one knows who bought. */
  CALIBRATION
}
