package io.tidewatch.training.evaluation;

import java.util.List;
import java.util.Map;

/**
 * What a model said of the cases that it is measured on.
 *
 * @param forecasts one per case
 * @param totalsFactor {@link PurchaseQuality#totalsFactor} of the model
 */
record JudgedModel(List<Forecast> forecasts, double totalsFactor) {
  Map<String, Double> quality(List<PurchaseCase> cases) {
    return PurchaseQuality.of(forecasts, cases, totalsFactor);
  }
}
