package io.tidewatch.platform.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final StringWriter text = new StringWriter();

  @Test
  void writesALineForEveryTenthWhereNobodyWatches() {
    try (ProgressLine line = new ProgressLine(terminal(false, 80), "train")) {
      for (int i = 0; i <= 1000; i++) {
        line.at(i / 1000.0, "epoch");
      }
    }

    assertThat(text.toString().lines()).hasSize(11).allMatch(line -> line.startsWith("train ["));
    assertThat(text.toString()).contains(" 50 % epoch").doesNotContain("\u001b");
  }

  @Test
  void redrawsOneLineOnATerminal() {
    try (ProgressLine line = new ProgressLine(terminal(true, 80), "train")) {
      line.at(0.1, "first");
      line.at(0.2, "second");
    }

    assertThat(text.toString()).contains("\r").containsOnlyOnce("\n");
  }

  @Test
  void neverWrapsOnATerminal() {
    try (ProgressLine line = new ProgressLine(terminal(true, 40), "train")) {
      line.at(0.5, "x".repeat(200));
    }

    assertThat(text.toString().replaceAll("\u001b\\[K|\r|\n", "").length()).isLessThan(40);
  }

  private Terminal terminal(boolean interactive, int columns) {
    return new Terminal(new PrintWriter(text), interactive, columns);
  }
}
