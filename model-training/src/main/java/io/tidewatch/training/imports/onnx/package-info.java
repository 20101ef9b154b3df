/** Reads ONNX models with an own, bounded reader and compiles their graphs into layers. */
package io.tidewatch.training.imports.onnx;
