/** From a network that DL4J trained to layers and weights that plain kernels compute. */
package io.tidewatch.training.export;
