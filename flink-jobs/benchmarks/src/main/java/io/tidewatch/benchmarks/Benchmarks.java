package io.tidewatch.benchmarks;

import io.tidewatch.benchmarks.pipeline.Venues;
import io.tidewatch.platform.Tidewatch;

/** The launcher's command line with {@code bench} among its commands. */
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs one command and ends the process. */
  public static void main(String[] args) {
    int code;
    try (Venues venues = new Venues()) {
      code = Tidewatch.run(args, BenchCommand.on(venues));
    }
    System.exit(code);
  }
}
