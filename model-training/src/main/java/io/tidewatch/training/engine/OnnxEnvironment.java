package io.tidewatch.training.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts ONNX Runtime in this process.
 *
 * <p>Version 1.29.0 needs more stack to start the longer the command line is: with a class path of
 * some kilobytes, megabytes, and the process dies without a word at the usual one. Hence the thread
 * of its own.
 */
public final class OnnxEnvironment {
  private static final long STACK_BYTES = 256L << 20;

  private OnnxEnvironment() {}

  /** Returns the one environment of this process, which lives as long as it. */
  public static OrtEnvironment get() {
    var start =
        new FutureTask<>(
            () ->
                OrtEnvironment.getEnvironment(
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "tidewatch"));
    new Thread(null, start, "onnx-runtime-start", STACK_BYTES).start();
    try {
      return start.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime started", e);
    }
  }
}
