package io.tidewatch.training.process;

/**
 * What a model expects after each event of a case. Nobody writes to the arrays.
 *
 * @param next probability of each activity of {@link Activities} to come next, and last that the
 *     case ends, {@code [events][activities + 1]}
 * @param remainingDays days until the last event, {@code [events]}
 */
record CaseForecast(float[][] next, double[] remainingDays) {}
