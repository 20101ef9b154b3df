/**
 * What to do for customers who are about to leave: the action that keeps the most margin, under a
 * daily budget that is never exceeded.
 */
package io.tidewatch.decisions.retention;
