package io.tidewatch.platform.terminal;

/**
 * One line that shows how far a piece of work is: redrawn in place on a terminal, otherwise written
 * anew at every tenth. Thread-safe.
 */
public final class ProgressLine implements AutoCloseable {
  private static final int BAR_WIDTH = 30;
  private static final int STEPS = 10;

  private final Terminal terminal;
  private final String title;
  private int lastStep = -1;
  private String lastLine = "";
  private boolean closed;

  /**
   * Creates the line; nothing is written before the first report.
   *
   * @param terminal where to write
   * @param title what is being done
   */
  public ProgressLine(Terminal terminal, String title) {
    this.terminal = terminal;
    this.title = title;
  }

  /**
   * Takes a report.
   *
   * @param fraction share of the work that is done, 0 to 1
   * @param message what is being done now
   */
  public synchronized void at(double fraction, String message) {
    if (closed) {
      return;
    }
    String line = title + " " + Bar.of(fraction, BAR_WIDTH) + " " + message;
    if (terminal.interactive()) {
      if (!line.equals(lastLine)) {
        terminal.writer().print("\r\u001b[K" + terminal.fit(line));
        terminal.writer().flush();
        lastLine = line;
      }
      return;
    }
    int step = (int) Math.floor(fraction * STEPS);
    if (step > lastStep) {
      lastStep = step;
      terminal.writer().println(line);
      terminal.writer().flush();
    }
  }

  /** Ends the line. */
  @Override
  public synchronized void close() {
    if (!closed && terminal.interactive() && !lastLine.isEmpty()) {
      terminal.writer().println();
      terminal.writer().flush();
    }
    closed = true;
  }
}
