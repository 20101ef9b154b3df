/**
 * Small pictures as SVG text, for model cards and comparisons: no fonts, no desktop and no clock
 * come in, so the same content is the same bytes on every machine.
 */
package io.tidewatch.training.plots;
