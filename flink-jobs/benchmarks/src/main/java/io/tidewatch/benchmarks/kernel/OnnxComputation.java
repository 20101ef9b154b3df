package io.tidewatch.benchmarks.kernel;

import static io.tidewatch.benchmarks.kernel.KernelCase.INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.STEPS;
import static io.tidewatch.benchmarks.kernel.KernelCase.TOP;
import static io.tidewatch.benchmarks.kernel.KernelCase.UNITS;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.tidewatch.training.engine.OnnxEnvironment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime on one thread with all optimisations. Inputs and outputs are tensors over direct
 * buffers that are made once; the outputs are pinned, so that a call creates no tensor. The states
 * of the step are two sets that take turns as input and output: nothing is copied.
 */
final class OnnxComputation implements Computation {
  /**
   * What is tried; the fastest counts.
   *
   * @param lstm how the LSTM is put; of no effect elsewhere
   * @param spinning whether waiting threads may spin
   */
  record Variant(OnnxModels.Lstm lstm, boolean spinning) {}

  /** A tensor and the memory that it lies in. */
  private record Lent(OnnxTensor tensor, FloatBuffer memory) {}

  /** What one call takes: inputs, and pinned outputs. */
  private record Call(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

  private final Problem problem;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<Call> calls;
  private final Lent result;
  private final List<List<Lent>> states;
  private int made;

  OnnxComputation(Problem problem, Variant variant) {
    this.problem = problem;
    environment = OnnxEnvironment.get();
    try {
      session = session(variant);
      int batch = problem.batch();
      boolean operator = variant.lstm() == OnnxModels.Lstm.OPERATOR;
      Lent x =
          switch (problem.kernel()) {
            case MLP -> lend(problem.inputs(), batch, MLP_INPUTS);
            case TOP20 -> lend(problem.inputs(), batch, UNITS);
            case LSTM_STEP ->
                operator
                    ? lend(problem.inputs(), 1, batch, INPUTS)
                    : lend(problem.inputs(), batch, INPUTS);
            case LSTM50 ->
                operator
                    ? lend(problem.stepsFirst(), STEPS, batch, INPUTS)
                    : lend(problem.stepsFirst(), (long) STEPS * batch, INPUTS);
          };
      if (problem.kernel() == KernelCase.TOP20) {
        result = lend(new float[batch * TOP], batch, TOP);
        states = List.of();
        calls =
            List.of(
                new Call(
                    Map.of("x", x.tensor()),
                    Map.of("scores", result.tensor(), "indices", indices(batch))));
      } else if (problem.kernel() == KernelCase.LSTM_STEP) {
        result = lend(new float[batch], batch, 1);
        long[] shape = operator ? new long[] {1, batch, UNITS} : new long[] {batch, UNITS};
        states = List.of(zeros(shape), zeros(shape));
        calls =
            List.of(step(x, states.get(0), states.get(1)), step(x, states.get(1), states.get(0)));
      } else {
        result = lend(new float[batch], batch, 1);
        states = List.of();
        calls = List.of(new Call(Map.of("x", x.tensor()), Map.of("y", result.tensor())));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot prepare " + problem.kernel(), e);
    }
  }

  private OrtSession session(Variant variant) throws OrtException {
    byte[] model =
        switch (problem.kernel()) {
          case MLP -> OnnxModels.mlp(problem);
          case LSTM_STEP -> OnnxModels.step(problem, variant.lstm());
          case LSTM50 -> OnnxModels.sequence(problem, variant.lstm());
          case TOP20 -> OnnxModels.top(problem);
        };
    try (var options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      String spinning = variant.spinning() ? "1" : "0";
      options.addConfigEntry("session.intra_op.allow_spinning", spinning);
      options.addConfigEntry("session.inter_op.allow_spinning", spinning);
      return environment.createSession(model, options);
    }
  }

  private Call step(Lent x, List<Lent> from, List<Lent> to) {
    return new Call(
        Map.of("x", x.tensor(), "h", from.get(0).tensor(), "c", from.get(1).tensor()),
        Map.of("y", result.tensor(), "hNext", to.get(0).tensor(), "cNext", to.get(1).tensor()));
  }

  private List<Lent> zeros(long[] shape) throws OrtException {
    int count = problem.batch() * UNITS;
    return List.of(lend(new float[count], shape), lend(new float[count], shape));
  }

  private Lent lend(float[] values, long... shape) throws OrtException {
    FloatBuffer memory =
        ByteBuffer.allocateDirect(values.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(values)
            .rewind();
    return new Lent(OnnxTensor.createTensor(environment, memory, shape), memory);
  }

  private OnnxTensor indices(int batch) throws OrtException {
    var memory =
        ByteBuffer.allocateDirect(batch * TOP * Long.BYTES)
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    return OnnxTensor.createTensor(environment, memory, new long[] {batch, TOP});
  }

  @Override
  public Object run() {
    Call call = calls.get(made % calls.size());
    made++;
    try (var ignored = session.run(call.inputs(), Set.of(), call.outputs())) {
      return result.memory();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed", e);
    }
  }

  @Override
  public float[] outputs() {
    int batch = problem.batch();
    var scores = new float[result.memory().capacity()];
    result.memory().get(0, scores);
    if (states.isEmpty()) {
      return scores;
    }
    var all = new float[batch + batch * 2 * UNITS];
    System.arraycopy(scores, 0, all, 0, batch);
    List<Lent> last = states.get(made % states.size());
    for (int row = 0; row < batch; row++) {
      int at = batch + row * 2 * UNITS;
      last.get(0).memory().get(row * UNITS, all, at, UNITS);
      last.get(1).memory().get(row * UNITS, all, at + UNITS, UNITS);
    }
    return all;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot free a session", e);
    }
    var tensors = new LinkedHashMap<OnnxTensor, Boolean>();
    for (Call call : calls) {
      call.inputs().values().forEach(tensor -> tensors.put(tensor, true));
      call.outputs().values().forEach(tensor -> tensors.put(tensor, true));
    }
    tensors.keySet().forEach(OnnxTensor::close);
  }
}
