/** Compares live features with those of the training, once or again and again. */
package io.tidewatch.platform.skew;
