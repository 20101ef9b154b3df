/** DL4J as an optional engine for layers that the kernels do not know. */
package io.tidewatch.training.engine;
