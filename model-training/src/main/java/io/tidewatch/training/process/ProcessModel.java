package io.tidewatch.training.process;

import java.util.List;

/** Expects what comes next in cases, each event from what came before it and itself alone. */
interface ProcessModel {
  /** Returns one forecast per case. */
  List<CaseForecast> forecasts(List<ProcessCase> cases);
}
