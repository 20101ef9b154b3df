package io.tidewatch.training.text;

import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Trainings side by side, a thread each, as many as there are processors. Each computes as it would
 * by itself: ND4J's randomness belongs to the thread. Thread-safe.
 */
final class Trainings {
  private final Progress progress;
  private final double[] done;

  private Trainings(int count, Progress progress) {
    this.progress = progress;
    done = new double[count];
  }

  /**
   * Runs all and returns what they give, in their order.
   *
   * @param trainings each is told where to say how far it has come
   * @throws IllegalStateException if the thread is interrupted; what a training throws is thrown
   */
  static <T> List<T> run(List<Function<Progress, T>> trainings, Progress progress) {
    var all = new Trainings(trainings.size(), progress);
    int threads = Math.min(trainings.size(), Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads));
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < trainings.size(); i++) {
        Function<Progress, T> training = trainings.get(i);
        Progress part = all.part(i);
        running.add(pool.submit(() -> training.apply(part)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException broken) {
        throw broken;
      }
      throw new IllegalStateException("a training ended with " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the trainings were over", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Progress part(int index) {
    return (fraction, message) -> {
      synchronized (done) {
        done[index] = fraction;
        double sum = 0;
        for (double one : done) {
          sum += one;
        }
        progress.at(sum / done.length, message);
      }
    };
  }
}
