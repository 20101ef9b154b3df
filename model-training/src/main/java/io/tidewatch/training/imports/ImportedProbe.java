package io.tidewatch.training.imports;

/**
 * Inputs of a network with the outputs that another implementation gave for them.
 *
 * @param features {@code [features]}
 * @param steps {@code [n, ChurnStep.WIDTH]}, oldest first; empty if the network reads none
 * @param state h, then c after the steps; null if not known yet
 * @param outputs one number for each output of the network; null if not known yet
 */
public record ImportedProbe(float[] features, float[] steps, float[] state, float[] outputs) {}
