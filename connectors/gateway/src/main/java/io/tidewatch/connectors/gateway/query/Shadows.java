package io.tidewatch.connectors.gateway.query;

import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ShadowScore;

/**
 * Counts what churn shadows said beside the model that decided, in tenths of both scores. A
 * decision that is delivered twice counts twice. One thread.
 */
final class Shadows {
  /** Cells of one axis. */
  static final int TENTHS = 10;

  private final Changes changes;

  Shadows(Changes changes) {
    this.changes = changes;
  }

  void decision(DecisionRecord decision) {
    for (ShadowScore shadow : decision.getShadowScores()) {
      ModelRef model = shadow.getModel();
      for (ModelRef used : decision.getModels()) {
        // Of recommenders the log has categories, not churn.
        if (used.getName().equals(model.getName()) && shadow.getTopCategories().isEmpty()) {
          changes.add(
              Tally.SHADOWS.key(
                  model.getName(),
                  used.getVersion(),
                  model.getVersion(),
                  // What tickets added is not the model's.
                  tenth(decision.getChurn() - decision.getTicketEffect()),
                  tenth(shadow.getChurn())),
              1);
        }
      }
    }
  }

  private static String tenth(float score) {
    return Integer.toString(Math.max(0, Math.min(TENTHS - 1, (int) (score * TENTHS))));
  }
}
