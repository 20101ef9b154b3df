/** The commands of {@code tidewatch model}, one class each. */
package io.tidewatch.platform.model;
