/**
 * Offers that learn from outcomes: beliefs about who accepts what, draws from them, and the
 * probability of each draw. No Flink, no clock, no randomness but seeds.
 */
package io.tidewatch.decisions.learning;
