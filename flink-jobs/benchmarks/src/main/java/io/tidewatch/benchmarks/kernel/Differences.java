package io.tidewatch.benchmarks.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.models.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/** How far the contenders are from the truth in double precision, computed in this JVM. */
final class Differences {
  /**
   * One comparison.
   *
   * @param largest largest difference of any output
   */
  record Difference(
      KernelCase kernel, Contender contender, String variant, int batch, double largest) {}

  private Differences() {}

  /** Compares all contenders that this JVM can run. */
  static List<Difference> of(List<KernelCase> cases, List<Integer> batches) {
    var differences = new ArrayList<Difference>();
    for (KernelCase kernel : cases) {
      for (Contender contender : here()) {
        for (KernelTurns.Turn turn : KernelTurns.Turn.all(kernel, contender, batches)) {
          Problem problem = Problem.of(kernel, turn.batch());
          try (Computation computation = contender.prepare(problem, turn.variant())) {
            differences.add(
                new Difference(
                    kernel,
                    contender,
                    turn.variant(),
                    turn.batch(),
                    Reference.difference(problem, computation)));
          }
        }
      }
    }
    return differences;
  }

  /** Returns who can run in this JVM: the vector kernels only where it has their module. */
  static List<Contender> here() {
    return List.of(Contender.values()).stream()
        .filter(contender -> contender != Contender.VECTOR || Kernels.vector().isPresent())
        .toList();
  }

  /** Writes the largest difference of each contender at each case. */
  static void write(List<Difference> differences, ObjectNode json) {
    for (Difference difference : differences) {
      ObjectNode byCase = json.withObject("/" + difference.kernel().key());
      String contender = difference.contender().key();
      double before = byCase.path(contender).asDouble(0);
      byCase.put(contender, Math.max(before, difference.largest()));
    }
  }
}
