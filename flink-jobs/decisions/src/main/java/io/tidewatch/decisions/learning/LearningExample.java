package io.tidewatch.decisions.learning;

/**
 * An offer of which it is known what became of it.
 *
 * @param accepted whether the customer said yes or bought
 * @param knownAtMicros stream time at which that was known: the end of the time to answer
 */
public record LearningExample(OfferMade offer, boolean accepted, long knownAtMicros) {}
