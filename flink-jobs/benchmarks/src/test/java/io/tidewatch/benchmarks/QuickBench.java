package io.tidewatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.benchmarks.pipeline.Venues;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/** A benchmark called as on the command line, in its short version. */
public final class QuickBench {
  private QuickBench() {}

  /** Runs it and returns its report. */
  public static JsonNode run(Venues venues, String... args) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        BenchCommand.on(venues)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                Stream.concat(Stream.of(args), Stream.of("--quick", "--json"))
                    .toArray(String[]::new));
    assertThat(code)
        .as("exit code of %s, which reported %s%s", String.join(" ", List.of(args)), out, err)
        .isZero();
    return new ObjectMapper().readTree(out.toString());
  }
}
