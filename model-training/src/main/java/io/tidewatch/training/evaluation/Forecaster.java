package io.tidewatch.training.evaluation;

import java.util.List;

/** A fitted model of purchases. Implementations are immutable unless they say otherwise. */
interface Forecaster {
  /** Returns one forecast per case, in order; the outcomes of the cases are not looked at. */
  List<Forecast> forecast(List<PurchaseCase> cases);
}
