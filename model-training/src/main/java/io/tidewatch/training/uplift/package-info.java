/** What a treatment changes: average effects, and models of whom it moves. */
package io.tidewatch.training.uplift;
