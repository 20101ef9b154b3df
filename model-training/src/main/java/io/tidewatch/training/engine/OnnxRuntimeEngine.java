package io.tidewatch.training.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tidewatch.models.GraphEngine;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Computes ONNX graphs with ONNX Runtime (com.microsoft.onnxruntime), one thread per graph. Native
 * code: a crash of it is a crash of the process.
 */
public final class OnnxRuntimeEngine implements GraphEngine {
  /** Its name in releases. */
  public static final String NAME = "onnxruntime";

  private static final Cleaner CLEANER = Cleaner.create();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Graph open(byte[] file, List<String> results) {
    OrtEnvironment environment = OnnxEnvironment.get();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(file, options);
      var graph = new OpenGraph(environment, session, results);
      CLEANER.register(graph, () -> close(session));
      return graph;
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "ONNX Runtime cannot open the graph of " + file.length + " bytes: " + e.getMessage(), e);
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close a graph", e);
    }
  }

  private static final class OpenGraph implements Graph {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<String> results;
    private final String input;
    private FloatBuffer given; // direct, for all rows

    private OpenGraph(OrtEnvironment environment, OrtSession session, List<String> results) {
      this.environment = environment;
      this.session = session;
      this.results = results;
      if (session.getNumInputs() != 1 || !session.getOutputNames().containsAll(results)) {
        throw new IllegalArgumentException(
            "the graph has inputs %s and outputs %s; must read the features alone and give %s"
                .formatted(session.getInputNames(), session.getOutputNames(), results));
      }
      input = session.getInputNames().iterator().next();
    }

    @Override
    public void compute(float[] x, int rows, float[] y) {
      if (given == null || given.capacity() != x.length) {
        given =
            ByteBuffer.allocateDirect(x.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
      }
      given.clear().put(x).flip();
      try (OnnxTensor tensor =
              OnnxTensor.createTensor(environment, given, new long[] {rows, x.length / rows});
          OrtSession.Result result =
              session.run(Map.of(input, tensor), new LinkedHashSet<>(results))) {
        take(result, rows, y);
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime cannot compute: " + e.getMessage(), e);
      }
    }

    /** Puts the results side by side. */
    private void take(OrtSession.Result result, int rows, float[] y) {
      int outputs = y.length / rows;
      int column = 0;
      for (String name : results) {
        FloatBuffer values = floats(result, name);
        int width = values.remaining() / rows;
        if (values.remaining() % rows != 0 || column + width > outputs) {
          throw new IllegalStateException(
              "output %s gives %d values for %d customers, not [N, width]"
                  .formatted(name, values.remaining(), rows));
        }
        for (int row = 0; row < rows; row++) {
          values.get(y, row * outputs + column, width);
        }
        column += width;
      }
      if (column != outputs) {
        throw new IllegalStateException(
            "outputs %s give %d values, must be %d".formatted(results, column, outputs));
      }
    }

    private static FloatBuffer floats(OrtSession.Result result, String name) {
      OnnxValue value = result.get(name).orElseThrow();
      if (!(value instanceof OnnxTensor tensor) || tensor.getFloatBuffer() == null) {
        throw new IllegalStateException("output " + name + " gives no floats");
      }
      return tensor.getFloatBuffer();
    }
  }
}
