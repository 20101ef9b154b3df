package io.tidewatch.platform;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Runs work on the calling thread and interrupts it when the process is told to end. */
final class Interruptible {
  private Interruptible() {}

  /**
   * Runs work.
   *
   * @param stop counted down when the process is told to end
   * @return the result, or empty if the work was interrupted
   */
  static <T> Optional<T> run(CountDownLatch stop, Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    Thread watcher =
        new Thread(
            () -> {
              try {
                stop.await();
                worker.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-watcher");
    watcher.setDaemon(true);
    watcher.start();
    try {
      return Optional.of(work.call());
    } catch (InterruptedException e) {
      return Optional.empty();
    } finally {
      watcher.interrupt();
      watcher.join();
      Thread.interrupted();
    }
  }
}
