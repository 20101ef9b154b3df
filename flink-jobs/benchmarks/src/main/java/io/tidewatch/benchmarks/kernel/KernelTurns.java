package io.tidewatch.benchmarks.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One contender at one case. Every iteration is the turn of another batch and variant, in a fixed
 * order: so a fork, which starts a JVM and its native libraries, serves all of them, and they share
 * one profile, as bundles of all sizes do in the scoring job.
 *
 * <pre>
 * iteration 0: batches[0] variant 0   1: batches[0] variant 1   2: batches[1] variant 0   ...   again from 0
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelTurns {
  /** Name of a {@link KernelCase}. */
  @Param({"MLP", "LSTM_STEP", "LSTM50", "TOP20"})
  public String kernel;

  /** Name of a {@link Contender}. */
  @Param({"VECTOR", "SCALAR", "ONNX_RUNTIME", "DL4J"})
  public String contender;

  /** Batch sizes, divided by blanks. */
  @Param("1 8 32 128")
  public String batches;

  private final List<Computation> turns = new ArrayList<>();
  private int iteration;
  private Computation turn;

  /**
   * What has its turn at one iteration of a round through all of them.
   *
   * @param batch number of rows
   * @param variant one of the contender's
   */
  record Turn(int batch, String variant) {
    /** Returns all turns in their order. */
    static List<Turn> all(KernelCase kernel, Contender contender, List<Integer> batches) {
      return batches.stream()
          .flatMap(batch -> contender.variants(kernel).stream().map(v -> new Turn(batch, v)))
          .toList();
    }
  }

  /** Prepares all turns and refuses to time one whose outputs are wrong. */
  @Setup(Level.Trial)
  public void prepare() {
    KernelCase chosen = KernelCase.valueOf(kernel);
    Contender who = Contender.valueOf(contender);
    List<Integer> sizes = List.of(batches.split(" ")).stream().map(Integer::valueOf).toList();
    for (Turn next : Turn.all(chosen, who, sizes)) {
      Problem problem = Problem.of(chosen, next.batch());
      Computation computation = who.prepare(problem, next.variant());
      double difference = Reference.difference(problem, computation);
      if (!(difference <= Reference.TOLERANCE)) {
        throw new IllegalStateException(
            who + " differs by " + difference + " at " + chosen + ", " + next);
      }
      turns.add(computation);
    }
  }

  /** Gives the next one its turn. */
  @Setup(Level.Iteration)
  public void next() {
    turn = turns.get(iteration % turns.size());
    iteration++;
  }

  /** Computes once. */
  @Benchmark
  public Object run() {
    return turn.run();
  }

  /** Frees native memory. */
  @TearDown(Level.Trial)
  public void close() {
    turns.forEach(Computation::close);
  }
}
