/** Measures the networks on public data beside the models that others publish figures for. */
package io.tidewatch.training.evaluation;
