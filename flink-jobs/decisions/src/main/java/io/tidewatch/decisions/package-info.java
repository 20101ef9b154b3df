/** From scores to decisions: alerts, offers, and why something was held back. */
package io.tidewatch.decisions;
