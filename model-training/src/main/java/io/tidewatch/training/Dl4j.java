package io.tidewatch.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is peculiar to DL4J when a trained network leaves it. */
public final class Dl4j {
  /** How releases name the library. */
  public static final String TRAINER = "DL4J 1.0.0-M2.1";

  private static final LocalDateTime ZIP_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Dl4j() {}

  /**
   * Makes ND4J compute with one thread, so that sums come out the same in every run. OpenBLAS reads
   * OMP_NUM_THREADS only at its start; matrices as small as ours it multiplies in one thread
   * anyway.
   */
  public static void singleThreaded() {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
  }

  /** Returns the values of a parameter, rows first. */
  static float[] parameter(ComputationGraph network, String name) {
    return values(network.getParam(name));
  }

  /** Returns the values of an array, last dimension fastest. */
  static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /** Returns h, then c of an LSTM layer after {@code rnnTimeStep} of a single sequence. */
  static float[] state(ComputationGraph network, String layer) {
    Map<String, INDArray> state = network.rnnGetPreviousState(layer);
    float[] h = values(state.get("prevAct"));
    float[] c = values(state.get("prevMem"));
    float[] both = new float[h.length + c.length];
    System.arraycopy(h, 0, both, 0, h.length);
    System.arraycopy(c, 0, both, h.length, c.length);
    return both;
  }

  /** Returns what DL4J's ModelSerializer writes, with the same bytes for the same network. */
  public static byte[] zip(ComputationGraph network) {
    var written = new ByteArrayOutputStream();
    var stable = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, written, false);
      try (var in = new ZipInputStream(new ByteArrayInputStream(written.toByteArray()));
          var out = new ZipOutputStream(stable)) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          ZipEntry copy = new ZipEntry(entry.getName());
          copy.setTimeLocal(ZIP_TIME);
          out.putNextEntry(copy);
          in.transferTo(out);
          out.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stable.toByteArray();
  }
}
