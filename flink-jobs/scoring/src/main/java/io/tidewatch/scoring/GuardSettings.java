package io.tidewatch.scoring;

import io.tidewatch.models.monitor.GuardRules;
import java.io.Serializable;

/**
 * What the guards watch and may do.
 *
 * @param enabled whether scores are counted and judged at all
 * @param rules when they judge, and beyond what they trip
 * @param truthShare share of customers, 0 to 1, whose scores are compared with what they do
 * @param withoutPrevious what becomes of a champion that trips and has none before it
 * @param promote whether a challenger that is surely better becomes the champion
 */
record GuardSettings(
    boolean enabled,
    GuardRules rules,
    double truthShare,
    WithoutPrevious withoutPrevious,
    boolean promote)
    implements Serializable {
  /** No scoring is counted. */
  static final GuardSettings OFF =
      new GuardSettings(false, GuardRules.DEFAULT, 0, WithoutPrevious.KEEP, false);

  /**
   * Returns after how many scorings a subtask tells the guards what it saw; 0 for never. All
   * subtasks together are at most a quarter of a window late, so that a window is judged before its
   * release has scored a quarter more (or 64 times the subtasks, if that is more).
   */
  int scoringsBetweenReports(int subtasks) {
    return enabled ? Math.max(64, rules.windowScorings() / (4 * subtasks)) : 0;
  }
}
