/** Reads Keras 2 models from HDF5 files, with an own reader of the part of that format they use. */
package io.tidewatch.training.imports.keras;
