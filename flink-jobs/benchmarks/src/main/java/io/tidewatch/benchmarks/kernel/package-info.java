/** {@code bench kernel}: layers by Tidewatch, DL4J and ONNX Runtime, with the same weights. */
package io.tidewatch.benchmarks.kernel;
