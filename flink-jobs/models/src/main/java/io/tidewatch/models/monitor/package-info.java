/**
 * Whether a model that serves still does what its release promised: distributions of scores and
 * features, guards over windows of scorings, and truth once it is known. Knows neither Flink nor
 * networks.
 */
package io.tidewatch.models.monitor;
