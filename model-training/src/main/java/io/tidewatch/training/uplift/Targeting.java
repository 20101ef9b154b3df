package io.tidewatch.training.uplift;

import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.policy.Interval;

/**
 * What targeting by a score brings. Values are means over the seeds, intervals are those of that
 * mean when customers are drawn again. Immutable.
 *
 * @param qini area between the Qini curve and targeting by chance, outcomes per customer
 * @param qiniCoefficient the same as a share of what there is to win, at most 1
 * @param upliftAt30 mean effect among the 30 % of highest score
 * @param overAverage the same less the average effect
 * @param qiniSpread {@code qini} over the seeds
 * @param upliftAt30Spread {@code upliftAt30} over the seeds
 */
public record Targeting(
    Interval qini,
    Interval qiniCoefficient,
    Interval upliftAt30,
    Interval overAverage,
    Spread qiniSpread,
    Spread upliftAt30Spread) {}
