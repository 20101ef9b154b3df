package io.tidewatch.models.monitor;

/**
 * What a guard found in a window.
 *
 * @param guard the guard
 * @param tripped whether the model should not go on
 * @param value what was measured
 * @param threshold beyond which the guard trips
 * @param sentence what was measured, over how much, its value and the threshold
 */
public record Verdict(
    Guard guard, boolean tripped, double value, double threshold, String sentence) {}
