package io.tidewatch.training.imports.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tidewatch.customer.ChurnStep;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.training.engine.OnnxEnvironment;
import io.tidewatch.training.imports.ImportedProbe;
import io.tidewatch.training.imports.RefusedImportException;
import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes with ONNX Runtime what a model gives for its probes, where the exporting side did not
 * say it: an implementation that shares nothing with ours. It is native code, and sees the file
 * only after every node that it runs has been found on the closed list.
 */
final class OnnxOracle {
  private OnnxOracle() {}

  /** Returns the probes with states and outputs. */
  static List<ImportedProbe> complete(byte[] file, OnnxNetwork model, List<ImportedProbe> probes) {
    boolean states = model.network().units() > 0;
    if (states && (model.h().isEmpty() || model.c().isEmpty())) {
      throw new RefusedImportException(
          "the LSTM does not give its last h and c; write them into the probes file as 'h' and"
              + " 'c'");
    }
    Set<String> wanted = new LinkedHashSet<>(model.outputs().values());
    if (states) {
      wanted.add(model.h());
      wanted.add(model.c());
    }
    OrtEnvironment environment = OnnxEnvironment.get();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      // The computation as it is written, without fused operators.
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = environment.createSession(withOutputs(file, model), options)) {
        var completed = new ArrayList<ImportedProbe>();
        for (ImportedProbe probe : probes) {
          completed.add(run(environment, session, wanted, model, probe));
        }
        return completed;
      }
    } catch (OrtException e) {
      throw new RefusedImportException(
          "ONNX Runtime cannot compute the model: "
              + RefusedImportException.printable(String.valueOf(e.getMessage()))
              + "; check it with onnx.checker, or give --probes",
          e);
    }
  }

  private static ImportedProbe run(
      OrtEnvironment environment,
      OrtSession session,
      Set<String> wanted,
      OnnxNetwork model,
      ImportedProbe probe)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      if (session.getInputNames().contains(LayerSpec.FEATURES)) {
        inputs.put(
            LayerSpec.FEATURES,
            OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(probe.features()),
                new long[] {1, probe.features().length}));
      }
      if (session.getInputNames().contains(LayerSpec.STEPS)) {
        // Where no output depends on the steps, any will do.
        float[] steps = probe.steps().length == 0 ? new float[ChurnStep.WIDTH] : probe.steps();
        inputs.put(
            LayerSpec.STEPS,
            OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(steps),
                new long[] {1, steps.length / ChurnStep.WIDTH, ChurnStep.WIDTH}));
      }
      try (OrtSession.Result result = session.run(inputs, wanted)) {
        return completed(result, model, probe);
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static ImportedProbe completed(
      OrtSession.Result result, OnnxNetwork model, ImportedProbe probe) {
    List<String> names = model.network().outputs();
    var outputs = new float[names.size()];
    for (int i = 0; i < outputs.length; i++) {
      float[] values = values(result, model.outputs().get(names.get(i)));
      // Of two classes the second one is churn.
      outputs[i] = values[values.length - 1];
    }
    int units = model.network().units();
    var state = new float[2 * units];
    if (units > 0) {
      System.arraycopy(values(result, model.h()), 0, state, 0, units);
      System.arraycopy(values(result, model.c()), 0, state, units, units);
    }
    return new ImportedProbe(
        probe.features(),
        probe.steps(),
        probe.state() == null ? state : probe.state(),
        probe.outputs() == null ? outputs : probe.outputs());
  }

  private static float[] values(OrtSession.Result result, String name) {
    OnnxValue value = result.get(name).orElseThrow();
    if (!(value instanceof OnnxTensor tensor) || tensor.getFloatBuffer() == null) {
      throw new RefusedImportException(
          "output '%s' gives no floats".formatted(RefusedImportException.printable(name)));
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    var values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /**
   * Appends outputs to a model: a message that comes twice is merged, and repeated fields add up
   * (protobuf.dev/programming-guides/encoding, "Last One Wins").
   */
  private static byte[] withOutputs(byte[] file, OnnxNetwork model) {
    var added = new ByteArrayOutputStream();
    for (String name : List.of(model.h(), model.c())) {
      if (!name.isEmpty() && !model.declared().contains(name)) {
        field(added, 12, message(1, name.getBytes(UTF_8)));
      }
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(file);
    if (added.size() > 0) {
      field(all, 7, added.toByteArray());
    }
    return all.toByteArray();
  }

  private static byte[] message(int field, byte[] value) {
    var message = new ByteArrayOutputStream();
    field(message, field, value);
    return message.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int field, byte[] value) {
    out.write(field << 3 | 2);
    int length = value.length;
    while (length > 0x7f) {
      out.write(length & 0x7f | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(value);
  }
}
