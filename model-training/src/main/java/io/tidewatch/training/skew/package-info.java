/** Measures train/serve skew: whether live features are those of the training. */
package io.tidewatch.training.skew;
