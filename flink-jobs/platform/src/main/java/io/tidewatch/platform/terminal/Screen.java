package io.tidewatch.platform.terminal;

import java.util.List;

/**
 * A block of lines that is redrawn in place. Only for interactive terminals. One thread.
 *
 * <p>Plain ANSI: cursor up, clear to the end of the screen, write again.
 */
public final class Screen {
  private final Terminal terminal;
  private int drawn;

  /** Creates an empty block at the cursor. */
  public Screen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Replaces the block's lines. */
  public void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append("A\r\u001b[J");
    }
    lines.forEach(line -> text.append(terminal.fit(line)).append('\n'));
    terminal.writer().print(text);
    terminal.writer().flush();
    drawn = lines.size();
  }
}
